import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import ts from 'typescript';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** One file of the repository. */
export interface RepositoryFile {
  /** From the root of the repository, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

/** Every file that is not ignored, committed or not, without the bytes of binary ones. */
export function repositoryFiles(): readonly RepositoryFile[] {
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  return listed
    .split('\0')
    .filter((path) => path !== '' && exists(path))
    .map((path) => ({ path, text: readText(path) }))
    .filter((file) => !file.text.includes('\0'));
}

export function readText(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

export function exists(path: string): boolean {
  return existsSync(join(ROOT, path));
}

/** A parsed source of TypeScript. */
export interface ParsedFile extends RepositoryFile {
  readonly tree: ts.SourceFile;
}

export function parsed(files: readonly RepositoryFile[]): readonly ParsedFile[] {
  return files.filter((file) => file.path.endsWith('.ts')).map(parsedOnce);
}

/** Most tests of this room want the same files. */
const known = new Map<string, ParsedFile>();

function parsedOnce(file: RepositoryFile): ParsedFile {
  const before = known.get(file.path);
  if (before?.text === file.text) return before;
  const tree = ts.createSourceFile(file.path, file.text, ts.ScriptTarget.ES2022, true);
  const made = { ...file, tree };
  known.set(file.path, made);
  return made;
}

/** Calls `visit` for every node of a file. */
export function eachNode(file: ParsedFile, visit: (node: ts.Node) => void): void {
  const walk = (node: ts.Node): void => {
    visit(node);
    ts.forEachChild(node, walk);
  };
  walk(file.tree);
}

/** `path:line` of a node. */
export function placeOf(file: ParsedFile, node: ts.Node): string {
  return `${file.path}:${lineOf(file, node.getStart(file.tree))}`;
}

/** Lines from the first to the last character of a node, comments before it not counted. */
export function linesOf(file: ParsedFile, node: ts.Node): number {
  return lineOf(file, node.getEnd()) - lineOf(file, node.getStart(file.tree)) + 1;
}

function lineOf(file: ParsedFile, position: number): number {
  return file.tree.getLineAndCharacterOfPosition(position).line + 1;
}

/** Something that a file imports. */
export interface Import {
  /** As written, for instance `../core/plan.js` or `express`. */
  readonly from: string;
  readonly isTypeOnly: boolean;
  readonly node: ts.Node;
}

/** Every import, re-export, dynamic import and `new URL(…, import.meta.url)` of a file. */
export function importsOf(file: ParsedFile): readonly Import[] {
  const found: Import[] = [];
  eachNode(file, (node) => {
    const from = importedBy(node);
    if (from !== null) found.push({ from, isTypeOnly: isTypeOnly(node), node });
  });
  return found;
}

function importedBy(node: ts.Node): string | null {
  if ((ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) && node.moduleSpecifier !== undefined) {
    return textOf(node.moduleSpecifier);
  }
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
    return textOf(node.arguments[0]);
  const isUrl = ts.isNewExpression(node) && node.expression.getText() === 'URL';
  return isUrl && node.arguments?.[1]?.getText() === 'import.meta.url' ? textOf(node.arguments[0]) : null;
}

function textOf(node: ts.Node | undefined): string | null {
  return node !== undefined && ts.isStringLiteral(node) ? node.text : null;
}

function isTypeOnly(node: ts.Node): boolean {
  if (ts.isExportDeclaration(node)) return node.isTypeOnly;
  if (!ts.isImportDeclaration(node)) return false;
  return node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword;
}
