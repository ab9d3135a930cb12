// One lead, in one form. Its reference marks the note and the task, so that both are made once.
const settings = $('Settings').first().json;
const form = $('Lead Form').first().json;
const clean = (value) =>
	String(value ?? '')
		.replace(/\s+/g, ' ')
		.trim();
const same = (one, other) => clean(one).toLowerCase() === clean(other).toLowerCase();

const typedEmail = clean(form['Email']).toLowerCase();
const email = /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(typedEmail) ? typedEmail : '';
const typedPhone = clean(form['Phone']);
const digits = typedPhone.replace(/[^\d+]/g, '').replace(/^00/, '+');
const local = digits.replace(/^0/, '');
const withCode =
	digits.startsWith('+') || !settings.countryCode ? digits : settings.countryCode + local;
const phone = /^\+?\d{7,15}$/.test(withCode) ? withCode : '';

const interest = clean(form['What are you interested in?']);
const message = String(form['Message'] ?? '').trim();
const row = settings.interests.find((one) => same(one.interest, interest));
const tags = [settings.tagsForAll, row?.tags].map(clean).filter(Boolean).join(', ');

const key = [typedEmail, typedPhone, interest, message].join('\n').toLowerCase();
let hash = 0;
for (const character of key) hash = (Math.imul(hash, 31) + character.codePointAt(0)) >>> 0;
const reference = `Web form ${hash.toString(36)}${key.length.toString(36)}`;

const names = [clean(form['First name']), clean(form['Last name'])];
const note = [
	`${names.join(' ').trim()}, ${DateTime.fromISO(form.submittedAt).toFormat('d LLL yyyy, HH:mm')}`,
	`Interested in: ${interest || '-'}`,
	`Email: ${typedEmail || '-'}`,
	`Phone: ${typedPhone || '-'}`,
	'',
	message,
	'',
	reference,
].join('\n');

return [
	{
		json: {
			isSpam: clean(form['Leave this field empty']) !== '',
			isUsable: email !== '' || phone !== '',
			lead: {
				firstName: names[0],
				lastName: names[1],
				email,
				phone,
				interest,
				tags,
				note,
				reference,
			},
			key: reference,
		},
	},
];
