/** What this server resolves itself. The resolvers know nothing of the joins below a cart. */
export function createResolvers() {
  const lines: { sku: string; quantity: number }[] = [];
  const cart = { userId: 1, lines };

  return {
    Query: {
      cart: () => cart,
    },
    Mutation: {
      addToCart(_: unknown, line: { sku: string; quantity: number }) {
        lines.push(line);
        return cart;
      },
    },
  };
}
