// A tag is taken off by the ID of its link to the contact.
const { tagId } = $('Loop Over Items').first().json;
const links = $input.first().json.contactTags ?? [];
return [{ json: { linkId: links.find(({ tag }) => String(tag) === String(tagId))?.id ?? null } }];
