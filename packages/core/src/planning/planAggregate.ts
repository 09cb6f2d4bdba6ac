import type { AggregateType } from '../model/aggregate.js';
import { remember } from '../model/remember.js';
import type { Occurrence, ResponseField, RowField, RowObject } from './fetchPlan.js';
import { argumentsOf, memberKey, selectedBelow } from './planContext.js';
import { columnIndex, type Layout, type OpenSet, openSet } from './rowLayout.js';
import type { SelectedField } from './selectedFields.js';

/** What hangs on what: the sets of an aggregate hang on the same. */
export interface AggregatePlace {
  readonly occurrence: Occurrence;
  readonly linked: boolean;
  readonly parent?: OpenSet['parent'];
  /** Lays out the rows themselves as a set, for a field that answers them. */
  readonly addNodes: (field: SelectedField) => OpenSet;
}

/**
 * Lays out what is selected of an aggregate: a set of values, and one of rows for each field that answers them.
 *
 *   ordersAggregate { aggregate { count sum { total } } nodes { id } }
 *
 *   set 0  values   count, sum(total)
 *   set 1  nodes    number of the value's row, id
 */
export function layAggregate(
  layout: Layout,
  type: AggregateType,
  field: SelectedField,
  { occurrence, linked, parent, addNodes }: AggregatePlace,
): OpenSet {
  const set = openSet(layout, occurrence, { linked, ...(parent && { parent }), aggregate: 'values' });

  function layGroup(group: AggregateType, below: SelectedField): RowObject {
    const fields = new Map<string, RowField>();
    const response: ResponseField<RowField>[] = [];
    for (const selected of selectedBelow(layout.context, below, group.typeName).values()) {
      response.push({
        key: selected.responseKey,
        type: selected.definition.type,
        field: layMember(group, selected, fields),
      });
    }
    return { typeName: group.typeName, occurrence, fields: [...fields.values()], response };
  }

  function layMember(
    group: AggregateType,
    selected: SelectedField,
    fields: Map<string, RowField>,
  ): RowField | undefined {
    const member = group.fields.get(selected.fieldName);
    if (member === undefined) return undefined;
    const key = memberKey(selected);
    switch (member.kind) {
      case 'value': {
        const { kind, function: name, column, leaf } = member;
        return remember(fields, leaf.fieldName, (): RowField => {
          const index = columnIndex(set, { kind, occurrence, function: name, column, leaf });
          return { kind: 'leaf', key: leaf.fieldName, column: index, leaf };
        });
      }
      case 'count': {
        const { kind, count, leaf } = member;
        const args = argumentsOf(selected);
        const own = args === undefined ? leaf.fieldName : key;
        return remember(fields, own, (): RowField => {
          return { kind: 'leaf', key: own, column: columnIndex(set, { kind, occurrence, count, args, leaf }), leaf };
        });
      }
      case 'group':
        return remember(
          fields,
          key,
          (): RowField => ({ kind: 'object', key, object: layGroup(member.type, selected) }),
        );
      case 'nodes':
        return remember(fields, key, (): RowField => {
          return { kind: 'list', key, set: addNodes(selected).index, emptyValue: 'list', keyed: [] };
        });
      default:
        return member satisfies never;
    }
  }

  set.object = layGroup(type, field);
  return set;
}
