// The search also finds contacts that merely resemble it.
const { email } = $('Loop Over Items').first().json;
const found = $input.all().map(({ json }) => json);
const { error } = found.find((one) => one.error) ?? {};
if (error) throw new Error(`HighLevel could not be searched: ${error.message ?? error}`);
const contact = found.find((one) => one.email?.toLowerCase() === email.toLowerCase());
return [{ json: { contactId: contact?.id ?? null } }];
