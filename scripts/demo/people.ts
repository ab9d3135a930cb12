/** People of the demo: somebody new at each click, so that each click changes something. */

const NAMES = [
	'Fay',
	'Gil',
	'Hana',
	'Ivo',
	'Jun',
	'Kim',
	'Lea',
	'Max',
	'Noa',
	'Ole',
	'Pia',
	'Quin',
] as const;

let clicks = 0;

export function newPerson(): { firstName: string; email: string } {
	const number = clicks++;
	const firstName = NAMES[number % NAMES.length] ?? NAMES[0];
	const again = Math.floor(number / NAMES.length);
	const name = `${firstName.toLowerCase()}${again === 0 ? '' : again + 1}`;
	return { firstName, email: `${name}@example.com` };
}
