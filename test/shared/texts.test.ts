import { withoutTags } from '../../nodes/shared/html';
import { Mask, plainMask } from '../../nodes/shared/mask';
import { sentencesIn } from '../../nodes/shared/sentences';
import { shorten, shortenBetween } from '../../nodes/shared/shorten';

describe('shortening', () => {
	test('leaves a text of the full length alone, and cuts a longer one to it', () => {
		expect(shorten('abcde', 5)).toBe('abcde');
		expect(shorten('abcdef', 5)).toBe('abcd…');
		expect(shorten('x'.repeat(500))).toBe('x'.repeat(500));
		expect(shorten('x'.repeat(501))).toBe(`${'x'.repeat(499)}…`);
	});

	test('never cuts a character in half', () => {
		expect(shorten('abc😀def', 5)).toBe('abc…');
		expect(shorten('ab😀cdef', 5)).toBe('ab😀…');
		expect(shorten('\uD83D\uD83Dxyz', 3)).toBe('\uD83D…');
	});

	test('cuts the middle, so that the last part still shows', () => {
		expect(shortenBetween('a', 'b', 'c')).toBe('abc');
		expect(shortenBetween('<', 'b'.repeat(600), '>>')).toBe(`<${'b'.repeat(496)}…>>`);
	});
});

test('the text of a page is what is left without its tags', () => {
	expect(withoutTags('<p class="x">Bad <b>gateway</b></p>')).toBe(' Bad  gateway  ');
	expect(withoutTags('1 < 2 > 0')).toBe('1 < 2 > 0');
	expect(withoutTags(`<p>${'x'.repeat(200_000)}`)).toHaveLength(100_000 - 3 + 1);
});

test('sentences end at full stops before a capital or a quotation mark, and blank ones do not count', () => {
	expect(sentencesIn("One. Two! Three? 'Four' is it. v1.2 of it. e.g. this")).toEqual([
		'One.',
		'Two!',
		'Three?',
		"'Four' is it. v1.2 of it. e.g. this",
	]);
	expect(sentencesIn('')).toEqual([]);
	expect(sentencesIn('  ')).toEqual([]);
});

describe('a mask', () => {
	const SECRET = 'S3cr3t+Val/ue?42';
	const mask = new Mask([SECRET]);

	test.each([
		['itself', SECRET],
		['itself with whitespace in it', 'S3cr3t+Val\n /ue?42'],
		['percent-encoding', 'S3cr3t%2BVal%2Fue%3F42'],
		['percent-encoding in lower case', 'S3cr3t%2bVal%2fue%3f42'],
	])('hides a secret as %s', (_, text) => {
		expect(mask.hide(`The key ${text} is wrong`)).toBe('The key *** is wrong');
	});

	test.each([0, 1, 2, 3])('hides a secret in base64 after %i other bytes', (before) => {
		for (const encoding of ['base64', 'base64url'] as const) {
			const encoded = Buffer.from(`${'x'.repeat(before)}${SECRET}:rest`).toString(encoding);
			const hidden = mask.hide(`<${encoded}>`);
			expect(hidden).toContain('***');
			// Nothing but what the bits before and after it share is left.
			expect(hidden.replace('***', '').length).toBeLessThan(encoded.length - 16);
		}
	});

	test('hides secrets that contain characters of base64 in its form for URLs', () => {
		const other = new Mask(['>>>???>>>???']);
		const encoded = Buffer.from('>>>???>>>???').toString('base64');
		expect(encoded).toMatch(/[+].*[/]/);
		expect(other.hide(encoded)).toBe('***');
		expect(other.hide(encoded.replaceAll('+', '-').replaceAll('/', '_'))).toBe('***');
	});

	test('hides what is left of a secret at the end of a text', () => {
		expect(mask.hide('Key S3cr3t+V')).toBe('Key ***');
		expect(mask.hide('Key S3cr3t+')).toBe('Key S3cr3t+');
		expect(mask.hide('Key S3cr3t+Val/ue?4')).toBe('Key ***');
		expect(mask.hide('Key S3cr3t+Val and more')).toBe('Key S3cr3t+Val and more');
	});

	test('hides every occurrence, and secrets that overlap once', () => {
		expect(mask.hide(`${SECRET} and ${SECRET}`)).toBe('*** and ***');
		expect(mask.hide(`${SECRET}${SECRET}.`)).toBe('******.');
		const overlapping = new Mask(['abcdefghij', 'fghijklmno', 'ghijklmn']);
		expect(overlapping.hide('<abcdefghijklmno>')).toBe('<***>');
		expect(overlapping.hide('<fghijklmno, abcdefghij>')).toBe('<***, ***>');
	});

	test('ignores values so short that they occur in ordinary words', () => {
		expect(new Mask(['seven77', 'eight888']).hide('seven77 eight888')).toBe('seven77 ***');
		expect(new Mask(['7 7 7 7 7 7 7 ']).hide('7777777')).toBe('7777777');
	});

	test('ignores the whitespace in a secret', () => {
		expect(new Mask(['abc def\nghi jkl']).hide('<abcdefghijkl>')).toBe('<***>');
	});

	test('learns more secrets', () => {
		const learning = new Mask();
		expect(learning.hide('renewed-token')).toBe('renewed-token');
		learning.learn('renewed-token', 'another-token');
		expect(learning.hide('renewed-token, another-token')).toBe('***, ***');
	});

	test.each([
		['Bearer abc.def is wrong', '*** is wrong'],
		['basic dXNlcg==, "x"', '***, "x"'],
		["bearer  x'y", "***'y"],
		['got eyJhbGciOiJIUzI1NiJ9.abc-def_ghi here', 'got *** here'],
		['eyJshort', 'eyJshort'],
		['xeyJhbGciOiJIUzI1NiJ9.abc', 'xeyJhbGciOiJIUzI1NiJ9.abc'],
		['pit-0a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f!', '***!'],
		['PIT-0A1B2C3D-0A1B-0A1B-0A1B-0A1B2C3D4E5F', '***'],
		['a-0a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f', 'a-0a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f'],
		['Authorization: Digest a, b\nNext', 'Authorization: ***\nNext'],
		['"proxy-authorization" = x y', '"proxy-authorization: ***'],
		['Set-Cookie: a=b; c', 'Set-Cookie: ***'],
		['cookie=a<b', 'cookie: ***<b'],
		['"access_token": "abcdefghijkl", "x"', '"access_token: ***", "x"'],
		["client-secret='abcdefghijkl'", "client-secret: ***'"],
		['api_key=abcdefghijkl&x=1', 'api_key: ***&x=1'],
		['x-api-key: abcdefghijkl', 'x-api-key: ***'],
		['apikey : abcdefghijkl', 'apikey: ***'],
		['password = abcdefghijk', 'password = abcdefghijk'],
		['auth-v2: abcdefghijkl;', 'auth-v2: ***;'],
		['the token is not valid', 'the token is not valid'],
	])('%s is shown as %s', (text, shown) => {
		expect(plainMask.hide(text)).toBe(shown);
	});

	test('leaves other text as it is, also percent signs that encode nothing', () => {
		const text = '100% of 5%zz and %8a, %4';
		expect(new Mask(['abcdefgh']).hide('abc%6ggdefgh abc%g1defgh')).toBe(
			'abc%6ggdefgh abc%g1defgh',
		);
		expect(mask.hide(text)).toBe(text);
		expect(mask.hide('')).toBe('');
	});

	test('reads and shows no more of a text than an error has room for', () => {
		expect(mask.hide('x '.repeat(20_000))).toHaveLength(20_000);
		expect(mask.show('  a\n\n b\t')).toBe('a b');
		expect(mask.show('x'.repeat(600))).toHaveLength(500);
		expect(mask.show(`  ${SECRET} `)).toBe('***');
	});
});
