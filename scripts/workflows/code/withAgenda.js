// The request as it would be sent. Invitees see the description, so only notes with the chosen title go into it.
const LONGEST = 1000;
const { noteTitle } = $('Settings').first().json;
const plan = $('The Plan').first().json;
if (plan.error) throw new Error(plan.error);
if (!plan.send) return [{ json: plan }];

const textOf = ({ bodyText, body = '' }) =>
	bodyText ?? body.replace(/<br\s*\/?>|<\/p>/g, '\n').replace(/<[^>]*>/g, '');
// Notes whose last line is a marker were written by a workflow.
const isOwn = (note) => /CH:[0-9a-f]{24} [^\n]*$/.test(textOf(note).trim());
const isChosen = (note) =>
	!isOwn(note) &&
	[note.title, textOf(note)].some((text) =>
		(text ?? '').trim().toLowerCase().startsWith(noteTitle.trim().toLowerCase()),
	);
const notes =
	noteTitle === '' || !$('Get Notes').isExecuted
		? []
		: $('Get Notes')
				.all()
				.map(({ json }) => json)
				.filter(
					(note) => note.id !== undefined && note.contactId === plan.contactId && isChosen(note),
				);
const newestFirst = (one, other) =>
	Number(other.pinned === true) - Number(one.pinned === true) ||
	String(other.dateAdded).localeCompare(String(one.dateAdded));
const description = notes
	.sort(newestFirst)
	.map((note) => textOf(note).trim())
	.join('\n\n')
	.slice(0, LONGEST);

return [{ json: { ...plan, send: { ...plan.send, description } } }];
