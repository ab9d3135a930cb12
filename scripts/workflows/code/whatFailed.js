// What went wrong with single records; the others are done.
const failed = $input.all().filter(({ json }) => json.error);
return [{ json: { failed: failed.map(({ json }) => `${json.record}: ${json.error}`).join('\n') } }];
