import type { Aggregate, AggregateField, AggregateType } from '../model/aggregate.js';
import { deriveChoice } from './roleArguments.js';

/** An aggregate as one role has it. */
export function deriveAggregate(aggregate: Aggregate, hidden: ReadonlySet<string>): Aggregate {
  const deriveType = (type: AggregateType): AggregateType => {
    const visible = [...type.fields].filter(([name]) => !hidden.has(`${type.typeName}.${name}`));
    return { ...type, fields: new Map(visible.map(([name, field]) => [name, deriveField(type, name, field)])) };
  };
  const deriveField = ({ typeName }: AggregateType, name: string, field: AggregateField): AggregateField => {
    if (field.kind === 'group') return { ...field, type: deriveType(field.type) };
    if (field.kind !== 'count') return field;
    const { columns, ...rest } = field.count;
    const isVisible = columns !== undefined && !hidden.has(`${typeName}.${name}(${columns.name}:)`);
    return { ...field, count: { ...rest, ...(isVisible && { columns: deriveChoice(columns, hidden) }) } };
  };
  return { ...aggregate, type: deriveType(aggregate.type) };
}
