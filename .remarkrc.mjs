/** Checks that links in the documents lead to a file or a heading of this repository (`npm run lint:links`); offline. */
import remarkGfm from 'remark-gfm';
import remarkValidateLinks from 'remark-validate-links';

export default { plugins: [remarkGfm, [remarkValidateLinks, { repository: false }]] };
