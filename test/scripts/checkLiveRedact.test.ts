import { redact } from '../../scripts/check-live/redact';

describe('redact', () => {
	it.each([
		['Contact with id WvHkLXQbQ9dXoMWnGZ2t not found', 'Contact with id … not found'],
		['ada@example.com is taken', '… is taken'],
		['Invalid pit-1a2b3c4d-0000-1111', 'Invalid …'],
		['call +1 (555) 123-4567', 'call …'],
		['This location does not allow duplicated contacts.', undefined],
	])('%s', (text, masked) => {
		expect(redact(text)).toBe(masked ?? text);
	});

	it('removes the given secrets from any text', () => {
		expect(redact('at secret-place', ['secret-place', ''])).toBe('at …');
	});
});
