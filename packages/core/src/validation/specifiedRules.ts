import { AmbiguousTargetRule } from './rules/AmbiguousTargetRule.js';
import { ColumnTypeMismatchRule } from './rules/ColumnTypeMismatchRule.js';
import { ConflictingDirectivesRule } from './rules/ConflictingDirectivesRule.js';
import { ConflictingPermissionsRule } from './rules/ConflictingPermissionsRule.js';
import { ConflictingTableRule } from './rules/ConflictingTableRule.js';
import { DuplicatePermissionRule } from './rules/DuplicatePermissionRule.js';
import { EnvironmentVariableUnsetRule } from './rules/EnvironmentVariableUnsetRule.js';
import { HostResolverRule } from './rules/HostResolverRule.js';
import { InheritedFieldRule } from './rules/InheritedFieldRule.js';
import { InvalidAggregateRule } from './rules/InvalidAggregateRule.js';
import { InvalidBatchSizeRule } from './rules/InvalidBatchSizeRule.js';
import { InvalidComputedRule } from './rules/InvalidComputedRule.js';
import { InvalidConstantRule } from './rules/InvalidConstantRule.js';
import { InvalidFilterRule } from './rules/InvalidFilterRule.js';
import { InvalidInheritedRoleRule } from './rules/InvalidInheritedRoleRule.js';
import { InvalidKeyColumnRule } from './rules/InvalidKeyColumnRule.js';
import { InvalidKeyFieldRule } from './rules/InvalidKeyFieldRule.js';
import { InvalidMatchByRule } from './rules/InvalidMatchByRule.js';
import { InvalidNamespaceRule } from './rules/InvalidNamespaceRule.js';
import { InvalidOperatorRule } from './rules/InvalidOperatorRule.js';
import { InvalidPermissionRule } from './rules/InvalidPermissionRule.js';
import { InvalidPresetRule } from './rules/InvalidPresetRule.js';
import { InvalidTableArgumentRule } from './rules/InvalidTableArgumentRule.js';
import { KeyTypeMismatchRule } from './rules/KeyTypeMismatchRule.js';
import { ListInPathRule } from './rules/ListInPathRule.js';
import { ListMismatchRule } from './rules/ListMismatchRule.js';
import { MisplacedDirectiveRule } from './rules/MisplacedDirectiveRule.js';
import { MissingEnumValueRule } from './rules/MissingEnumValueRule.js';
import { MissingFieldMappingRule } from './rules/MissingFieldMappingRule.js';
import { MissingPossibleTypeRule } from './rules/MissingPossibleTypeRule.js';
import { MissingRelationshipRule } from './rules/MissingRelationshipRule.js';
import { MissingRemoteArgumentRule } from './rules/MissingRemoteArgumentRule.js';
import { MissingSelectRule } from './rules/MissingSelectRule.js';
import { MissingSessionRule } from './rules/MissingSessionRule.js';
import { MissingTableRule } from './rules/MissingTableRule.js';
import { NonNullRelationshipRule } from './rules/NonNullRelationshipRule.js';
import { NonUniqueTargetRule } from './rules/NonUniqueTargetRule.js';
import { PermissionNotSubsetRule } from './rules/PermissionNotSubsetRule.js';
import { RemoteArgumentMismatchRule } from './rules/RemoteArgumentMismatchRule.js';
import { RemoteTypeMismatchRule } from './rules/RemoteTypeMismatchRule.js';
import { TableAsRemoteTypeRule } from './rules/TableAsRemoteTypeRule.js';
import { TemplateClashRule } from './rules/TemplateClashRule.js';
import { UnjudgedFieldRule } from './rules/UnjudgedFieldRule.js';
import { UnknownArgumentRule } from './rules/UnknownArgumentRule.js';
import { UnknownColumnRule } from './rules/UnknownColumnRule.js';
import { UnknownEnumValueRule } from './rules/UnknownEnumValueRule.js';
import { UnknownFieldRule } from './rules/UnknownFieldRule.js';
import { UnknownFunctionRule } from './rules/UnknownFunctionRule.js';
import { UnknownParentFieldRule } from './rules/UnknownParentFieldRule.js';
import { UnknownRemoteArgumentRule } from './rules/UnknownRemoteArgumentRule.js';
import { UnknownRemoteFieldRule } from './rules/UnknownRemoteFieldRule.js';
import { UnknownRemoteTypeRule } from './rules/UnknownRemoteTypeRule.js';
import { UnknownSourceRule } from './rules/UnknownSourceRule.js';
import { UnknownTableRule } from './rules/UnknownTableRule.js';
import { UnknownVariableRule } from './rules/UnknownVariableRule.js';
import { UnorderedListRule } from './rules/UnorderedListRule.js';
import { UnreachableSourceRule } from './rules/UnreachableSourceRule.js';
import { UnusedArgumentRule } from './rules/UnusedArgumentRule.js';
import { UnusedDirectiveArgumentRule } from './rules/UnusedDirectiveArgumentRule.js';
import { UnusedDirectiveRule } from './rules/UnusedDirectiveRule.js';
import { WrongNullabilityRule } from './rules/WrongNullabilityRule.js';
import { WrongSourceKindRule } from './rules/WrongSourceKindRule.js';
import type { Rule } from './visits.js';

/** All rules, one per problem code. Codes without a rule are told by the readers of directives and SDL. */
export const specifiedRules: readonly Rule[] = Object.freeze([
  AmbiguousTargetRule,
  ColumnTypeMismatchRule,
  ConflictingDirectivesRule,
  ConflictingPermissionsRule,
  ConflictingTableRule,
  DuplicatePermissionRule,
  EnvironmentVariableUnsetRule,
  HostResolverRule,
  InheritedFieldRule,
  InvalidAggregateRule,
  InvalidBatchSizeRule,
  InvalidComputedRule,
  InvalidConstantRule,
  InvalidFilterRule,
  InvalidInheritedRoleRule,
  InvalidKeyColumnRule,
  InvalidKeyFieldRule,
  InvalidMatchByRule,
  InvalidNamespaceRule,
  InvalidOperatorRule,
  InvalidPermissionRule,
  InvalidPresetRule,
  InvalidTableArgumentRule,
  KeyTypeMismatchRule,
  ListInPathRule,
  ListMismatchRule,
  MisplacedDirectiveRule,
  MissingEnumValueRule,
  MissingFieldMappingRule,
  MissingPossibleTypeRule,
  MissingRelationshipRule,
  MissingRemoteArgumentRule,
  MissingSelectRule,
  MissingSessionRule,
  MissingTableRule,
  NonNullRelationshipRule,
  NonUniqueTargetRule,
  PermissionNotSubsetRule,
  RemoteArgumentMismatchRule,
  RemoteTypeMismatchRule,
  TableAsRemoteTypeRule,
  TemplateClashRule,
  UnjudgedFieldRule,
  UnknownArgumentRule,
  UnknownColumnRule,
  UnknownEnumValueRule,
  UnknownFieldRule,
  UnknownFunctionRule,
  UnknownParentFieldRule,
  UnknownRemoteArgumentRule,
  UnknownRemoteFieldRule,
  UnknownRemoteTypeRule,
  UnknownSourceRule,
  UnknownTableRule,
  UnknownVariableRule,
  UnorderedListRule,
  UnreachableSourceRule,
  UnusedArgumentRule,
  UnusedDirectiveArgumentRule,
  UnusedDirectiveRule,
  WrongNullabilityRule,
  WrongSourceKindRule,
]);
