// Tells which mutants the compiler would refuse: these never reach a test, so they say nothing about the tests.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/** What is declared and not used any more once something else was taken out: whoever made the error would take it out too. */
const UNUSED = new Set([6133, 6138, 6192, 6196, 6198]);

/** The sources of a folder, type-checked one file at a time, with one of them changed. */
export class Compiler {
  #root;
  #changed = { path: '', text: '' };
  #version = 0;
  #service;

  /** @param {string} root folder that holds tsconfig.json */
  constructor(root) {
    this.#root = root;
    const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile);
    const { options, fileNames } = ts.parseJsonConfigFileContent(config, ts.sys, root);
    const files = fileNames.filter((file) => !file.endsWith('.spec.ts'));
    this.#service = ts.createLanguageService({
      getCompilationSettings: () => ({ ...options, noEmit: true }),
      getScriptFileNames: () => files,
      getScriptVersion: (path) => (path === this.#changed.path ? `${this.#version}` : '0'),
      getScriptSnapshot: (path) => this.#snapshot(path),
      getCurrentDirectory: () => root,
      getDefaultLibFileName: (settings) => ts.getDefaultLibFilePath(settings),
      fileExists: ts.sys.fileExists,
      readFile: ts.sys.readFile,
      readDirectory: ts.sys.readDirectory,
      directoryExists: ts.sys.directoryExists,
      getDirectories: ts.sys.getDirectories,
    });
  }

  /** Whether the file, with this text, is no TypeScript any more. */
  refuses(file, text) {
    this.#changed = { path: join(this.#root, file), text };
    this.#version += 1;
    const { path } = this.#changed;
    const found = [
      ...this.#service.getSyntacticDiagnostics(path),
      ...this.#service.getSemanticDiagnostics(path).filter(({ code }) => !UNUSED.has(code)),
    ];
    return found.length > 0;
  }

  #snapshot(path) {
    if (path === this.#changed.path) return ts.ScriptSnapshot.fromString(this.#changed.text);
    return ts.sys.fileExists(path) ? ts.ScriptSnapshot.fromString(readFileSync(path, 'utf8')) : undefined;
  }
}
