// What each task asks for, and what became of its request.
const HOUR = 3_600_000;
const settings = $('Settings').first().json;
const zone = settings.timezone || $('Account').first().json.timezone;
const all = (name) =>
	$(name)
		.all()
		.map(({ json }) => json);
const now = Date.now();
const prefix = settings.prefix.trim().toLowerCase();
const rows = new Map(all('Get Pairs').map((row) => [row.taskId, row]));
const requests = new Map(all('Get All Requests').map((one) => [one.id, one]));
const markerIn = (body) => /CH:([0-9a-f]{24})/.exec(body ?? '')?.[1] ?? '';
const seconds = (time) => Math.floor((Date.parse(time) || 0) / 1000);

const openTasks = all('Get Open Tasks').flatMap(({ tasks = [] }) => tasks);
const tasks = new Map(openTasks.map((task) => [task.id, task]));
const reads = $('Read the Task').isExecuted ? all('Read the Task') : [];
const sought = $('Tasks to Read').all();
reads.forEach(({ statusCode, body, error }, index) => {
	const { taskId, contactId } = sought[index].json;
	const message = String(body?.message ?? error?.message ?? error ?? '');
	const isGone =
		statusCode === 404 || (statusCode < 500 && /not found|does not exist/i.test(message));
	const task = isGone
		? { isGone: true }
		: (body?.task ?? { error: `The task could not be read: ${statusCode} ${message}` });
	tasks.set(taskId, { title: '', body: '', ...task, id: taskId, contactId });
});
// Requests that belong to a task already, so that no other task takes them for its own.
const others = [
	...[...rows.values()].map(({ requestId }) => requestId),
	...openTasks.map(({ body }) => markerIn(body)),
].filter((id) => id);

/** The body with the lines that this workflow writes, in place of those that it wrote before. */
const withLines = (body, lines) => {
	const own = (body ?? '')
		.replace(/\n?Booked for [^\n]*(?=\n?CH:|$)/, '')
		.replace(/\n?CH:[0-9a-f]{24}/, '');
	return [own.trimEnd(), ...lines].filter((line) => line !== '').join('\n');
};
const at = (time) => DateTime.fromISO(time, { zone }).toFormat(settings.timeFormat);

const changes = [];
for (const task of tasks.values()) {
	const { id: taskId, contactId, title = '', dueDate, body } = task;
	const known = rows.get(taskId);
	const requestId = known?.requestId || markerIn(body);
	const isWanted = title.trim().toLowerCase().startsWith(prefix) && task.completed !== true;
	const due = seconds(dueDate);
	if (!known && requestId === '' && !isWanted) continue;

	const request = requests.get(requestId);
	const state = request?.state ?? 'missing';
	// Without a row, the marker in the task brings it back, and what the task says now is what was sent.
	const row = known ?? {
		title,
		due,
		bookedEnd: 0,
		reminded: 0,
		ended: requestId !== '' && (state === 'closed' || state === 'missing'),
	};
	const plan = {
		record: title || taskId,
		taskId,
		contactId,
		requestId,
		cancelId: null,
		invites: false,
		reminds: false,
		forgets: false,
		completes: false,
		write: null,
		note: '',
		row: {
			title: row.title,
			due: row.due,
			bookedEnd: row.bookedEnd ?? 0,
			reminded: row.reminded ?? 0,
			ended: row.ended === true,
		},
	};
	let isChange = requestId !== '' && !known;
	const change = (values, rowValues = {}) => {
		Object.assign(plan, values);
		Object.assign(plan.row, rowValues);
		isChange = true;
	};
	const invite = (cancelId) => {
		const dateStart = DateTime.fromMillis(now, { zone: 'utc' }).plus({ hours: settings.leadHours });
		const dateEnd = DateTime.fromMillis(due * 1000, { zone: 'utc' });
		if (dateEnd < dateStart.plus({ minutes: settings.meetingMinutes })) {
			plan.skipped = 'The due date leaves no time for a meeting';
			return;
		}
		const subject = title.trim().slice(settings.prefix.trim().length).trim() || 'Meeting';
		change(
			{
				invites: true,
				cancelId,
				send: {
					subject,
					description: '',
					dateStart: dateStart.startOf('second').toISO({ suppressMilliseconds: true }),
					dateEnd: dateEnd.toISO({ suppressMilliseconds: true }),
					meetingMinutes: settings.meetingMinutes,
					others,
				},
			},
			{ title, due, bookedEnd: 0, reminded: 0, ended: false },
		);
	};
	const isChanged = title !== row.title || due !== row.due;

	if (task.error) {
		change({ error: task.error });
	} else if (task.isGone) {
		const cancels = state === 'active' || state === 'upcoming';
		change({ forgets: true, cancelId: cancels ? requestId : null });
	} else if (requestId === '') {
		invite(null);
	} else if (row.ended) {
		// What is over is asked for again once the task changes.
		if (isWanted && isChanged) invite(null);
	} else if (state === 'missing') {
		change({}, { ended: true });
	} else if (state === 'active') {
		const remindsFrom =
			settings.remindHours > 0 ? due * 1000 - settings.remindHours * HOUR : Infinity;
		if (!isWanted) change({ cancelId: requestId }, { ended: true });
		else if (isChanged) invite(requestId);
		else if (now >= remindsFrom && now < due * 1000 && row.reminded !== due)
			change({ reminds: true }, { reminded: due });
	} else if (state === 'upcoming') {
		const end = seconds(request.dateEnd);
		const isMoved = row.bookedEnd ? row.bookedEnd !== end : /resched/i.test(request.taskStatus);
		if (isChanged) {
			change({ note: 'The meeting is booked already. Move it in CalendarHero.' }, { title, due });
		}
		if (row.bookedEnd !== end && task.completed !== true) {
			const line = `Booked for ${at(request.dateStart)} to ${at(request.dateEnd)}`;
			const moved = isMoved ? { dueDate: new Date(end * 1000).toISOString() } : {};
			change(
				{ write: { taskBody: withLines(body, [line, `CH:${requestId}`]), ...moved } },
				{ bookedEnd: end, ...(isMoved ? { due: end } : {}) },
			);
		}
	} else if (isWanted && isChanged && /cancel|expire/i.test(request.taskStatus)) {
		// Perhaps a run was ended after it had cancelled the old request.
		invite(null);
	} else {
		const isOff = /cancel|expire/i.test(request.taskStatus);
		const wasHeld =
			!isOff && (row.bookedEnd > 0 || /complet|held|schedul/i.test(request.taskStatus));
		const completes = wasHeld && task.completed !== true;
		change({ completes }, { ended: true });
	}
	// The marker must be in the task, also when a run was ended before it could write it.
	const needsMarker = requestId !== '' && known && !row.ended && markerIn(body) !== requestId;
	if (needsMarker && !plan.invites && !plan.forgets && !plan.write && !task.completed)
		change({ write: { taskBody: withLines(body, [`CH:${requestId}`]) } });
	if (plan.invites) plan.body = withLines(body, []);
	if (isChange || plan.skipped) changes.push({ ...plan, isChange });
}
return changes.map((json) => ({ json }));
