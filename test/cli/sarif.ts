import { createRequire } from 'node:module';

/** The validator and the schema that @microsoft/jest-sarif holds, without Jest. */
const requireThere = createRequire(createRequire(import.meta.url).resolve('@microsoft/jest-sarif/package.json'));

/** What SARIF's own schema (2.1.0) says of a log; empty where it is valid. */
export function validateSarif(log: unknown): readonly string[] {
  const Ajv = requireThere('ajv');
  const ajv = new Ajv({ schemaId: 'auto', allErrors: true });
  ajv.addMetaSchema(requireThere('ajv/lib/refs/json-schema-draft-04.json'));
  const validate = ajv.compile(requireThere('./lib/schemas/sarif-2.1.0-rtm.5.json'));
  validate(log);
  const errors: readonly { readonly dataPath: string; readonly message: string }[] = validate.errors ?? [];
  return errors.map(({ dataPath, message }) => `${dataPath} ${message}`);
}
