// What the contact does not have yet. The last line of a note says what it is about, so that none is written twice.
const record = $('Loop Over Items').first().json;
const { contactId } = $('The Contact').first().json;
const [first = '', ...rest] = (record.name || '').trim().split(/\s+/);
const plan = {
	...record,
	contactId,
	creates: contactId === null && record.isNew,
	firstName: first || record.email,
	lastName: rest.join(' '),
};
if (contactId === null) {
	// A contact that is new in HighLevel is not in its search at once: only after an hour it counts as not there.
	const waits = !record.isNew && !record.isOld;
	const writes = record.isNew
		? { text: `${record.note}\n${record.marker}` }
		: { text: '', tag: '' };
	return [{ json: { ...plan, ...writes, drop: [], waits } }];
}

const contact = $('Read the Contact').first().json;
const notes = $('Get Notes')
	.all()
	.map(({ json }) => json);
const { error } = notes.find((one) => one.error) ?? {};
if (error) throw new Error(`The notes could not be read: ${error.message ?? error}`);
const isThere = notes.some(({ bodyText, body }) =>
	(bodyText ?? body ?? '')
		.replace(/<[^>]*>/g, '')
		.trim()
		.endsWith(record.marker),
);
const tags = (contact.tags ?? []).map((tag) => tag.toLowerCase());

return [
	{
		json: {
			...plan,
			waits: false,
			text: isThere || record.note === '' ? '' : `${record.note}\n${record.marker}`,
			tag: tags.includes(record.tag) ? '' : record.tag,
			drop: record.drop.filter((tag) => tags.includes(tag)),
		},
	},
];
