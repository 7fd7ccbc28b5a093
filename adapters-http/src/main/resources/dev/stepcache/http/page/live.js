// Shows an execution go on: the page is fetched again and again until nothing goes on any more.
'use strict';
(() => {
  const SECOND = 1000;
  const main = document.querySelector('main[data-live]');
  let tag = '';
  let pause = SECOND;

  function say(words) {
    const progress = document.getElementById('progress');
    // A live region is read aloud when its text changes, so it must not without need.
    if (progress && progress.textContent !== words) progress.textContent = words;
  }

  // What has the focus is found again by where it leads to, in the picture or in the tables.
  function placeOf(element) {
    return (element.closest('svg') ? 'svg ' : '') + element.tagName + ' '
      + (element.getAttribute('href') || element.getAttribute('aria-label') || element.id);
  }

  function show(next) {
    document.title = next.title;
    const content = document.getElementById('content');
    const active = document.activeElement;
    const focused = content.contains(active) ? placeOf(active) : '';
    const open = [...content.querySelectorAll('details')].map((part) => part.open);
    const scrolled = [...content.querySelectorAll('.scroll')].map((part) => part.scrollLeft);
    content.replaceChildren(...next.getElementById('content').childNodes);
    content.querySelectorAll('details').forEach((part, i) => { part.open = Boolean(open[i]); });
    content.querySelectorAll('.scroll').forEach((part, i) => { part.scrollLeft = scrolled[i] || 0; });
    if (focused) {
      const again = [...content.querySelectorAll('a, summary, [tabindex]')]
        .find((element) => placeOf(element) === focused);
      if (again) again.focus({ preventScroll: true });
    }
    say(next.getElementById('progress').textContent);
    if (!next.querySelector('main[data-live]')) main.removeAttribute('data-live');
  }

  async function look() {
    if (!document.hidden) {
      try {
        const headers = tag ? { 'If-None-Match': tag } : {};
        const answer = await fetch(location.href, { cache: 'no-store', headers });
        pause = SECOND;
        if (answer.status === 200) {
          const next = new DOMParser().parseFromString(await answer.text(), 'text/html');
          tag = answer.headers.get('ETag') || '';
          show(next);
        } else if (answer.status === 403 || answer.status === 404) {
          location.reload();
          return;
        } else if (answer.status !== 304) {
          throw new Error(answer.statusText);
        }
      } catch {
        pause = Math.min(2 * pause, 30 * SECOND);
        say('The service does not answer; it is asked again.');
      }
    }
    if (main.hasAttribute('data-live')) setTimeout(look, pause);
  }

  if (main) setTimeout(look, SECOND);
})();
