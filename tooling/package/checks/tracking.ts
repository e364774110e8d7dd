import { type Check, textOf } from '../subject';

const trackers =
  /https?:\/\/[^\s"'`]*(google-analytics|googletagmanager|doubleclick|facebook\.(com|net)\/tr|hotjar|mixpanel|segment\.(com|io)|amplitude|matomo|plausible|posthog|heap\.io|fullstory|clarity\.ms)/gi;

/** module.js sends nothing to those who count visitors. */
export const tracking: Check = (subject) =>
  [...new Set(textOf(subject, 'module.js').match(trackers))].map(
    (address) => `module.js names the tracker ${address}.`
  );
