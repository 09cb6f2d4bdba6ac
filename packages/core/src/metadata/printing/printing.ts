import type { Naming } from '../database/naming.js';
import type { HasuraMetadata, QualifiedName } from '../hasuraMetadata.js';
import type { MetadataFinding } from '../metadataReport.js';
import { quote } from '../nearNames.js';
import type { ScopeObject } from '../scopeObject.js';
import type { Catalogs } from './checkCatalogs.js';
import { isSameType } from './isSameType.js';
import type { SdlLine } from './sdlLine.js';
import type { TableTypes } from './tableType.js';

/** What the SDL of some metadata is made of. */
export interface MetadataToPrint {
  readonly metadata: HasuraMetadata;
  readonly catalogs: Catalogs;
  /** The values of an enum table; absent where it cannot be one. */
  readonly enumValues: (source: string, table: QualifiedName) => readonly EnumRow[] | undefined;
  /** The plugin's names of the sources, by their names in the metadata. */
  readonly sourceNames: SourceNames;
  readonly naming: Naming;
  /** Whether lists from another source are null where their key is, as Hasura's are; otherwise they are empty. */
  readonly nullableLists: boolean;
  /** Whether functions may be asked by who sees the rows that they answer, as by default; otherwise roles are named. */
  readonly inferFunctionPermissions: boolean;
  /** Coordinates of columns that must be nullable, since an inherited role sees them in some rows only. */
  readonly nullable: ReadonlySet<string>;
}

export interface EnumRow {
  readonly value: string;
  readonly comment?: string | undefined;
}

export interface SourceNames {
  readonly databases: ReadonlyMap<string, string>;
  readonly remoteSchemas: ReadonlyMap<string, string>;
  readonly actions: ReadonlyMap<string, string>;
}

/** A fault that shows while SDL is printed. */
export interface PrintFault extends Pick<MetadataFinding, 'code' | 'message' | 'remedy'> {
  readonly owner: ScopeObject;
}

/** The SDL while it is printed: blocks by what defines them, and who has which name. */
export interface Printing extends MetadataToPrint {
  readonly tables: TableTypes;
  readonly faults: PrintFault[];
  readonly blocks: (readonly SdlLine[])[];
  /** Root fields by type. */
  readonly roots: { readonly Query: SdlLine[]; readonly Mutation: SdlLine[] };
  /** Whether a name is free; if so it is taken. Otherwise that is a fault of whoever wants it, unless both say the same. */
  readonly claim: (name: string, owner: ScopeObject, text?: string) => boolean;
  /** Scalars that have to be defined. */
  readonly scalars: Set<string>;
}

export const BUILT_IN: ReadonlySet<string> = new Set(['Int', 'Float', 'String', 'Boolean', 'ID']);

export function createPrinting(given: MetadataToPrint, tables: TableTypes): Printing {
  const taken = new Map<string, { readonly owner: ScopeObject; readonly text: string | undefined }>();
  const faults: PrintFault[] = [];
  return {
    ...given,
    tables,
    faults,
    blocks: [],
    roots: { Query: [], Mutation: [] },
    scalars: new Set(),
    claim(name, owner, text) {
      const other = taken.get(name);
      if (other === undefined) taken.set(name, { owner, text });
      else if (text === undefined || other.text === undefined || !isSameType(text, other.text)) {
        const what = name.includes('.') ? 'root field' : 'type';
        // Which comes first is chance: a relationship brings in the types of a remote schema. Many tables share one of theirs.
        const isOlder = owner.type === 'remote_schema' || other.owner.type !== 'remote_schema';
        const [stays, givesWay] = isOlder ? [other.owner, owner] : [owner, other.owner];
        faults.push({
          owner: givesWay,
          code: 'METADATA_DUPLICATE',
          message: `Its ${what} ${quote(name)} is one of ${stays.type} ${quote(stays.name)} already.`,
          remedy: 'Customize the name of one of them.',
        });
      }
      return other === undefined;
    },
  };
}
