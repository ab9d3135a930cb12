// The page that is shown, and whether somebody has to hear that something did not work.
const settings = $('Settings').first().json;
const { texts } = settings;
const link = $('Check the Link').first().json;
const look = $('Look at the Appointment').isExecuted
	? $('Look at the Appointment').first().json
	: {};
const todo = $('What to Do').isExecuted ? $('What to Do').first().json : {};
const outcomeOf = (node) => ($(node).isExecuted ? $(node).first().json : undefined);
const moved = outcomeOf('Move the Appointment');
const cancelled = outcomeOf('Cancel the Appointment');
const { error: refusal } = moved ?? cancelled ?? {};
const reason = refusal?.message ?? refusal;

const resultView = () => {
	if (!reason) return moved ? 'moved' : 'cancelled';
	return moved && /no longer available/i.test(reason) ? 'taken' : 'later';
};
const view = link.view || look.view || (moved || cancelled ? resultView() : todo.view);

const escape = (text) =>
	String(text ?? '').replace(/[&<>"']/g, (one) => `&#${one.codePointAt(0)};`);
const zone = settings.timezone;
const show = (time) => {
	const at = DateTime.fromISO(time, { setZone: true });
	return escape(
		(zone ? at.setZone(zone) : at).setLocale(settings.language).toFormat(settings.timeFormat),
	);
};
const start = view === 'moved' ? (todo.slot ?? todo.start) : look.appointment?.startTime;
const fill = (text) => escape(text).replace('{start}', () => `<strong>${show(start)}</strong>`);

const query = `a=${encodeURIComponent(link.appointmentId)}&s=${encodeURIComponent($('Sign').first().json.query?.s ?? '')}`;
const form = (fields, button, kind = '') =>
	`<form method="post" action="?${escape(query)}">${fields}<button class="${kind}">${escape(button)}</button></form>`;
const hidden = (name, value) => `<input type="hidden" name="${name}" value="${escape(value)}">`;
const choice = (slot, index) =>
	`<label><input type="radio" name="slot" value="${escape(slot)}" required${index === 0 ? ' autofocus' : ''}> ${show(slot)}</label>`;

const slots = (todo.slots ?? []).filter((slot) => view !== 'taken' || slot !== todo.slot);
const choices =
	slots.length > 0
		? form(
				`${hidden('action', 'move')}<fieldset><legend>${escape(texts.newTime)}</legend>${slots.map(choice).join('')}</fieldset>`,
				texts.move,
			)
		: `<p>${escape(texts.noTimes)}</p>`;
const toCancel = `<p><a href="?${escape(query)}&#38;cancel=1">${escape(texts.wantCancel)}</a></p>`;
const PARTS = {
	choose: [settings.allowMove ? choices : '', settings.allowCancel ? toCancel : ''],
	taken: [choices, settings.allowCancel ? toCancel : ''],
	askCancel: [
		form(hidden('action', 'cancel'), texts.cancel, 'danger'),
		`<p><a href="?${escape(query)}">${escape(texts.keep)}</a></p>`,
	],
};
const STATUS = { wrongLink: 403, gone: 404, taken: 409, later: 503, notSetUp: 503 };

const html = `<!DOCTYPE html>
<html lang="${escape(settings.language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escape(texts.title)}</title>
<style>
body { font: 1rem/1.5 system-ui, sans-serif; color: #222; background: #f4f5f7; margin: 0; padding: 1rem }
main { max-width: 30rem; margin: 2rem auto; padding: 1.5rem 2rem; background: #fff; border-radius: .5rem; box-shadow: 0 1px 4px #0003 }
h1 { font-size: 1.4rem; margin-top: 0 }
fieldset { border: 0; padding: 0; margin: 0 0 1rem }
legend { font-weight: 600; padding: 0 }
label { display: block; padding: .5rem 0; border-bottom: 1px solid #e3e5e8 }
button { font: inherit; padding: .6rem 1.2rem; border: 0; border-radius: .4rem; background: #1d5fbf; color: #fff; cursor: pointer }
button.danger { background: #b3261e }
a { color: #1d5fbf }
</style>
</head>
<body><main>
<h1>${escape(texts.title)}</h1>
<p>${fill(texts[view])}</p>
${(PARTS[view] ?? []).join('\n')}
</main></body>
</html>`;

return [
	{
		json: {
			html,
			view,
			status: STATUS[view] ?? 200,
			failed: view === 'later' ? String(reason ?? look.error ?? todo.error) : '',
		},
	},
];
