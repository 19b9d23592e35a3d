// What scripts/timeline-browser.sh runs. Ends with an error at the first thing that is not as it should be.
import assert from 'node:assert';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const [page, out] = process.argv.slice(2);
const url = pathToFileURL(page).href;
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ['--no-sandbox'] });

async function open(width, height) {
  const tab = await (await browser.newContext({ viewport: { width, height } })).newPage();
  const problems = [];
  tab.on('console', (said) => problems.push(said.text()));
  tab.on('pageerror', (error) => problems.push(String(error)));
  tab.on('request', (request) => request.url().split('#')[0] === url || problems.push(`fetched ${request.url()}`));
  tab.on('dialog', (dialog) => { problems.push(`dialog ${dialog.message()}`); dialog.dismiss(); });
  await tab.goto(url);
  return { tab, problems };
}

// Wide, and on paper.
const { tab, problems } = await open(1280, 1500);
await tab.screenshot({ path: `${out}/wide.png` });
await tab.pdf({ path: `${out}/print.pdf`, preferCSSPageSize: true });

// The keyboard: each stop in the order of the page, each with a focus that is seen.
const stops = 'a[href], summary, [tabindex="0"]';
const expected = await tab.locator(stops).count();
const order = [];
for (let stop = 0; stop < Math.min(expected, 400); stop += 1) {
  await tab.keyboard.press('Tab');
  order.push(await tab.evaluate((stops) => {
    const at = document.activeElement;
    const style = getComputedStyle(at);
    return {
      place: [...document.querySelectorAll(stops)].indexOf(at),
      name: at.getAttribute('aria-label') || at.textContent.trim(),
      seen: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
    };
  }, stops));
}
order.forEach((stop, number) => {
  assert.equal(stop.place, number, `the tab key goes to ${stop.name} as stop ${number}`);
  assert.ok(stop.seen, `no focus is seen on ${stop.name}`);
  assert.ok(stop.name, `stop ${number} has no name`);
});

// A piece of the picture leads to what changed.
const link = tab.locator('a.seg').last();
const target = (await link.getAttribute('href')).slice(1);
await link.focus();
await tab.keyboard.press('Enter');
await tab.waitForFunction((id) => {
  const box = document.getElementById(id).getBoundingClientRect();
  return location.hash === `#${id}` && box.top < innerHeight && box.bottom > 0;
}, target);
await tab.screenshot({ path: `${out}/change.png` });

// Narrow: the picture scrolls in its frame, the page does not.
const narrow = await open(400, 900);
await narrow.tab.screenshot({ path: `${out}/narrow.png` });
const wider = await narrow.tab.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
assert.ok(wider <= 0, `the page is ${wider} px wider than a narrow window`);

assert.deepEqual([...problems, ...narrow.problems], []);
await browser.close();
console.log(`timeline-browser: ${order.length} stops by keyboard in order, nothing fetched; see ${out}`);
