/** One official OpenAPI file, with its references resolved. */
import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

import { Mistake } from './command.mjs';
import { readJson } from './files.mjs';

export class Source {
	#others = new Map();

	constructor(file) {
		this.file = file;
		this.document = readJson(file);
	}

	/**
	 * The node that a `$ref` points to, and the file that the node's own references are relative to.
	 *
	 * @param {string} reference `#/components/…`, optionally preceded by another file's name
	 * @returns {[object, Source]}
	 * @throws {Mistake} when the target does not exist
	 */
	follow(reference) {
		const [target, pointer] = reference.split('#');
		const source = target === '' ? this : this.#other(target);
		let node = source.document;
		for (const part of pointer.split('/').slice(1)) {
			node = node?.[part.replace(/~1/g, '/').replace(/~0/g, '~')];
		}
		if (node === undefined) {
			throw new Mistake(
				`${this.file} refers to ${reference}, which does not exist. The official files are incomplete: fetch them again.`,
			);
		}
		return [node, source];
	}

	#other(target) {
		if (!this.#others.has(target)) {
			// The v3 files write ../common/common-schemas.json but mean the copy inside their own folder.
			const inside = resolve(dirname(this.file), target.replace(/^\.\.\//, ''));
			const asWritten = resolve(dirname(this.file), target);
			this.#others.set(target, new Source(existsSync(inside) ? inside : asWritten));
		}
		return this.#others.get(target);
	}
}
