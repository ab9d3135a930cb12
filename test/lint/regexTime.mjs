// Child process of regex.test.ts: runs each regular expression that it receives on hostile texts of half a megabyte, and
// reports when it is done with each text and with all. The parent kills it when one text takes too long.
import { createInterface } from 'node:readline';

const LENGTH = 512 * 1024;
/** Matched by hardly any expression, which forces it to backtrack over everything before. */
const MISFIT = '\u0001';
const COMMON = [' ', '\n', 'a', '0', '<', '>', '/', '-', '.', '=', '%', ':', '"', '{', '+', '@'];

const fill = (piece) => piece.repeat(Math.ceil(LENGTH / piece.length)).slice(0, LENGTH);

/** Literal characters and words in an expression. */
function literals(source) {
	const plain = source.replace(/\\[a-zA-Z](\{[^}]*\})?/g, ' ').replace(/\\(.)/g, '$1');
	const words = plain.match(/[A-Za-z0-9]+|-{2,}[A-Z ]+-{2,}/g) ?? [];
	const characters = [...new Set(plain)].filter((one) => one.trim() !== '');
	return { words: [...new Set(words)].slice(0, 12), characters: characters.slice(0, 24) };
}

function* shapes(source) {
	const { words, characters } = literals(source);
	for (const one of new Set([...COMMON, ...characters])) {
		yield fill(one);
		yield fill(one) + MISFIT;
		yield fill(`${one}a`) + MISFIT;
		yield fill(`<${one}`) + MISFIT;
	}
	for (const word of words) {
		for (const glue of ['', ' ', '-', '=', ': ', '<', '\n']) yield fill(`${word}${glue}`) + MISFIT;
		for (const blank of [' ', '\n', '-', 'a', '0']) {
			yield `${word}${fill(blank)}${MISFIT}`;
			yield `${word}:${fill(blank)}${MISFIT}`;
		}
	}
}

createInterface({ input: process.stdin }).on('line', (line) => {
	const { source, flags } = JSON.parse(line);
	const every = new RegExp(source, flags.includes('g') ? flags : `${flags}g`);
	for (const text of shapes(source)) {
		// Also does what looking for the first match alone does.
		text.replace(every, '');
		process.stdout.write('a text\n');
	}
	process.stdout.write('done\n');
});
