// The invitee is the task's contact, and its tags choose the meeting type.
const settings = $('Settings').first().json;
const plan = $('Loop Over Items').first().json;
if (!plan.invites) return [{ json: plan }];

const contact = $('Read the Contact').first().json;
const isMuted = ['active', 'permanent'].includes(contact.dndSettings?.Email?.status);
if (contact.dnd === true || isMuted)
	return [{ json: { ...plan, skipped: 'Do Not Disturb is on' } }];
if (!contact.email) return [{ json: { ...plan, skipped: 'The contact has no email address' } }];
const chosen = settings.meetingTypes.find(({ tag }) =>
	(contact.tags ?? []).some((one) => one.toLowerCase() === tag.toLowerCase()),
);
const send = {
	...plan.send,
	email: contact.email,
	name: contact.name || contact.email,
	phone: contact.phone ?? '',
	organization: contact.companyName ?? '',
	meetingType: chosen?.meetingType ?? settings.meetingType,
};
return [{ json: { ...plan, send } }];
