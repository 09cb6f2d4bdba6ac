import { getNamedType, isInputObjectType } from 'graphql';
import type { Model } from '../model/model.js';
import type { RolePermissions, TablePermission } from '../model/permission.js';
import { remember } from '../model/remember.js';
import type {
  AggregateOrderField,
  AggregateOrderInput,
  ColumnChoice,
  OrderField,
  OrderInput,
  TableArguments,
  WhereField,
  WhereInput,
} from '../model/tableArguments.js';

/** The arguments of fields that point to tables, as one role has them. */
export interface ArgumentRole {
  derive(coordinate: string, args: TableArguments): TableArguments;
}

export function createArgumentRole(
  model: Model,
  role: RolePermissions | undefined,
  hidden: ReadonlySet<string>,
): ArgumentRole {
  const conditions = new Map<WhereInput, WhereInput>();
  const orders = new Map<OrderInput, OrderInput>();

  function deriveWhere(input: WhereInput): WhereInput {
    return remember(conditions, input, () => {
      const fields = new Map<string, WhereField>();
      const derived: WhereInput = { ...input, fields, ...hiddenFields(model, input.typeName, hidden) };
      // Kept before its fields are derived, since input types refer to themselves.
      conditions.set(input, derived);
      for (const [name, field] of input.fields) {
        const own = hidden.has(`${input.typeName}.${name}`) ? undefined : deriveField(field);
        if (own !== undefined) fields.set(name, own);
      }
      return derived;
    });
  }

  /** None where the role has no permission for the rows that are looked for. */
  function deriveField(field: WhereField): WhereField | undefined {
    if (field.kind === 'column') return field;
    const input = deriveWhere(field.input);
    if (field.kind !== 'relationship') return { ...field, input };
    const permission = permissionFor(field.coordinate);
    return permission && { ...field, input, permission };
  }

  /** The role's, for the rows that a field leads to. */
  function permissionFor(coordinate: string): TablePermission | undefined {
    const target = model.relationships.get(coordinate)?.target;
    return target?.kind === 'table' ? role?.tables.get(target.typeName) : undefined;
  }

  function deriveOrder(input: OrderInput): OrderInput {
    return remember(orders, input, () => {
      const fields = new Map<string, OrderField>();
      const derived: OrderInput = { ...input, fields, ...hiddenFields(model, input.typeName, hidden) };
      orders.set(input, derived);
      for (const [name, field] of input.fields) {
        const own = hidden.has(`${input.typeName}.${name}`) ? undefined : deriveOrderField(field);
        if (own !== undefined) fields.set(name, own);
      }
      return derived;
    });
  }

  function deriveOrderField(field: OrderField): OrderField | undefined {
    if (field.kind === 'column') return field;
    const permission = permissionFor(field.coordinate);
    if (permission === undefined) return undefined;
    return field.kind === 'relationship'
      ? { ...field, input: deriveOrder(field.input), permission }
      : { ...field, input: deriveAggregateOrder(field.input), permission };
  }

  function deriveAggregateOrder(input: AggregateOrderInput): AggregateOrderInput {
    const visible = [...input.fields].filter(([name]) => !hidden.has(`${input.typeName}.${name}`));
    const derive = (field: AggregateOrderField): AggregateOrderField =>
      field.kind === 'group' ? { ...field, input: deriveAggregateOrder(field.input) } : field;
    const fields = new Map(visible.map(([name, field]) => [name, derive(field)]));
    return { ...input, fields, ...hiddenFields(model, input.typeName, hidden) };
  }

  return {
    derive(coordinate, { where, orderBy, distinctOn, equals, limit, offset }) {
      const isVisible = ({ name }: { readonly name: string }): boolean => !hidden.has(`${coordinate}(${name}:)`);
      return {
        ...(limit !== undefined && { limit }),
        ...(offset !== undefined && { offset }),
        ...(where && isVisible(where) && { where: { ...where, input: deriveWhere(where.input) } }),
        ...(orderBy && isVisible(orderBy) && { orderBy: { ...orderBy, input: deriveOrder(orderBy.input) } }),
        ...(distinctOn && isVisible(distinctOn) && { distinctOn: deriveChoice(distinctOn, hidden) }),
        equals: equals.filter(isVisible),
      };
    },
  };
}

/** An argument that names columns, with those that the role has. */
export function deriveChoice(choice: ColumnChoice, hidden: ReadonlySet<string>): ColumnChoice {
  const enumName = getNamedType(choice.type).name;
  const columns = [...choice.columns].filter(([name]) => !hidden.has(`${enumName}.${name}`));
  return { ...choice, columns: new Map(columns) };
}

/**
 * Input fields that a host which did not validate may let through. One with a default is there in every object that was
 * coerced with the whole schema, and means nothing.
 */
function hiddenFields(
  { schema }: Model,
  typeName: string,
  hidden: ReadonlySet<string>,
): { readonly hidden?: ReadonlySet<string> } {
  const type = schema.getType(typeName);
  const fields = isInputObjectType(type) ? Object.values(type.getFields()) : [];
  const names = fields.filter(
    ({ name, defaultValue }) => defaultValue === undefined && hidden.has(`${typeName}.${name}`),
  );
  return names.length === 0 ? {} : { hidden: new Set(names.map(({ name }) => name)) };
}
