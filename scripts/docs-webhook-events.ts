/** Part of `npm run docs:triggers`, which does all of it by itself: see docs-triggers.ts. */
import './docs-triggers';
