// The questions that a Tab asks inside the page. It runs before the page's scripts, in a world that they cannot see.
globalThis.kit ??= (() => {
  const words = text => text.replace(/\s+/g, ' ').trim();
  const problem = text => ({Problem: text});

  // An element is shown if it takes up room and no style hides it; one without opacity can still be clicked.
  const shown = (element, opaque) =>
    element.checkVisibility({visibilityProperty: true, opacityProperty: opaque}) &&
    [...element.getClientRects()].some(box => box.width > 0 && box.height > 0);

  // What the reader knows an element by.
  const label = element => words(
    element.getAttribute('aria-label') ||
    (element.labels?.length && element.type !== 'hidden' ? element.labels[0].innerText : '') ||
    (element.matches('input, textarea, select') ? '' : element.innerText) ||
    (/^(button|submit|reset)$/.test(element.type) ? element.value : '') || '');

  const describe = element => {
    const name = element.getAttribute('name'), text = label(element);
    return element.localName + (element.id ? '#' + element.id : [...element.classList].map(c => '.' + c).join('')) +
      (name ? `[name="${name}"]` : '') + (text ? ` "${text.length > 60 ? text.slice(0, 59) + '…' : text}"` : '');
  };

  // The elements that a test can mean: those with the text or, if there are none, the innermost that contain it.
  const meant = (selector, text) => {
    const all = [...document.querySelectorAll(selector)].filter(element => shown(element, false));
    if (text === null) return all;
    const texts = new Map(all.map(element => [element, words(element.innerText || '') || label(element)]));
    const exact = all.filter(element => texts.get(element) === words(text));
    const found = exact.length ? exact : all.filter(element => texts.get(element).includes(words(text)));
    return found.filter(element => !found.some(other => other !== element && element.contains(other)));
  };

  const missing = selector => {
    const hidden = document.querySelectorAll(selector).length;
    return problem('no visible element matches' + (hidden ? `, of ${hidden} in the page` : ''));
  };

  const frame = () => new Promise(requestAnimationFrame);
  const still = async () => {
    await document.fonts.ready;
    await frame();
    await frame();
  };

  // The middle of the part of an element's first box that is in the window.
  const middle = element => {
    const box = [...element.getClientRects()].find(box => box.width > 0 && box.height > 0);
    if (!box) return null;
    const left = Math.max(box.left, 0), right = Math.min(box.right, innerWidth);
    const top = Math.max(box.top, 0), bottom = Math.min(box.bottom, innerHeight);
    return left < right && top < bottom ? {X: (left + right) / 2, Y: (top + bottom) / 2} : null;
  };

  // Where to click the element that a test means.
  const aim = async (selector, text) => {
    const element = meant(selector, text)[0];
    if (!element) return missing(selector);
    if (element.matches(':disabled')) return problem(describe(element) + ' is disabled');
    element.scrollIntoViewIfNeeded();
    const point = middle(element);
    if (!point) return problem(describe(element) + ' is outside the window');
    for (let frames = 0; frames < 3; frames++) {
      await frame();
      const now = middle(element);
      if (now?.X !== point.X || now?.Y !== point.Y) return problem(describe(element) + ' is moving');
    }
    const hit = document.elementFromPoint(point.X, point.Y);
    if (!hit || !(element.contains(hit) || hit.closest('label')?.control === element)) {
      element.scrollIntoView({block: 'center', inline: 'nearest', behavior: 'instant'});
      return problem(describe(element) + ' is covered by ' + (hit ? describe(hit) : 'nothing that can be clicked'));
    }
    return point;
  };

  // The field that a test means, if it can be changed.
  const field = selector => {
    const element = meant(selector, null)[0];
    if (!element) return missing(selector);
    if (element.matches(':disabled') || element.readOnly) return problem(describe(element) + ' cannot be changed');
    element.focus();
    if (document.activeElement !== element) return problem(describe(element) + ' does not take the focus');
    return element;
  };

  const changed = element => {
    element.dispatchEvent(new Event('input', {bubbles: true, composed: true}));
    element.dispatchEvent(new Event('change', {bubbles: true}));
    return {};
  };

  const focus = selector => {
    const element = field(selector);
    if (element.Problem) return element;
    if (!element.isContentEditable && !element.matches('input, textarea')) return problem(describe(element) + ' takes no text');
    element.select?.();
    return {Typed: !/^(date|datetime-local|month|week|time|color|range)$/.test(element.type)};
  };

  const fill = (selector, value) => {
    const element = field(selector);
    if (element.Problem) return element;
    element.value = value;
    if (element.value !== value) throw new Error(describe(element) + ' does not accept the value');
    return changed(element);
  };

  const choose = (selector, value) => {
    const element = field(selector);
    if (element.Problem) return element;
    const options = [...(element.options ?? [])];
    const option = options.find(o => o.value === value) ?? options.find(o => words(o.text) === words(value));
    if (!option || option.matches(':disabled')) {
      return problem(`${describe(element)} has only the choices ${options.filter(o => !o.matches(':disabled')).map(o => o.value).join(', ')}`);
    }
    element.value = option.value;
    return changed(element);
  };

  // Whether what sticks out of an element stays in a scroll container of its own, following the containing blocks.
  const contained = element => {
    let position = getComputedStyle(element).position;
    for (let box = element.parentElement; box && box !== document.body; box = box.parentElement) {
      if (position === 'fixed') return true;
      const style = getComputedStyle(box);
      if (position === 'absolute' && style.position === 'static' && style.transform === 'none') continue;
      if (style.overflowX !== 'visible') return true;
      position = style.position;
    }
    return position === 'fixed';
  };

  const overflow = () => {
    const width = document.documentElement.clientWidth, wide = document.documentElement.scrollWidth;
    if (wide <= width) return '';
    const ends = new Map();
    const note = (element, box) => {
      const end = box.right + scrollX;
      if (box.width > 0 && end > width + 0.5) ends.set(element, Math.max(end, ends.get(element) ?? 0));
    };
    for (const element of document.body.querySelectorAll('*')) {
      if (contained(element)) continue;
      note(element, element.getBoundingClientRect());
      if (getComputedStyle(element).overflowX !== 'visible') continue;
      for (const text of element.childNodes) {
        if (text.nodeType !== Node.TEXT_NODE) continue;
        const range = document.createRange();
        range.selectNodeContents(text);
        note(element, range.getBoundingClientRect());
      }
    }
    const worst = [...ends].filter(([element, end]) =>
      ![...ends].some(([other, otherEnd]) => other !== element && other.contains(element) && otherEnd >= end));
    worst.sort((a, b) => b[1] - a[1]);
    return `the page is ${wide}px wide in a window of ${width}px` +
      worst.slice(0, 3).map(([element, end]) => `; ${describe(element)} ends at ${Math.round(end)}px`).join('');
  };

  const moved = [];
  const at = box => `${Math.round(box.x)},${Math.round(box.y)} ${Math.round(box.width)}x${Math.round(box.height)}`;
  const add = entries => entries.filter(entry => !entry.hadRecentInput).forEach(entry => moved.push(`by ${entry.value}`, ...entry.sources.map(
    ({node, previousRect, currentRect}) => `${describe(node instanceof Element ? node : node?.parentElement ?? document.body)} from ${at(previousRect)} to ${at(currentRect)}`)));
  const shifts = new PerformanceObserver(list => add(list.getEntries()));
  shifts.observe({type: 'layout-shift', buffered: true});
  const layoutShift = async () => {
    await still();
    add(shifts.takeRecords());
    return moved.join('; ');
  };

  // What arrives is read and shown whenever step further tags are here. Words and fields that a reader sees must then
  // stay where they are; scrolling inside the page is no move.
  const arrival = async (path, step) => {
    const html = await (await fetch(path)).text(), body = html.indexOf('<body');
    const policy = globalThis.trustedTypes.createPolicy('kit', {createHTML: text => text});
    const write = text => document.write(policy.createHTML(text));
    document.open();
    write(html.slice(0, body));
    for (const sheet of document.querySelectorAll('link[rel=stylesheet]')) {
      while (!sheet.sheet) await new Promise(resolve => sheet.addEventListener('load', resolve, {once: true}));
    }
    const unseen = '.vh, script, template, option, [popover], dialog:not([open]), details:not([open]) > :not(summary)';
    const walk = () => document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, node =>
      node.nodeType === Node.TEXT_NODE ? (node.data.trim() ? NodeFilter.FILTER_ACCEPT : NodeFilter.FILTER_REJECT) :
        node.matches(unseen) ? NodeFilter.FILTER_REJECT :
          node.matches('input, select, textarea') ? NodeFilter.FILTER_ACCEPT : NodeFilter.FILTER_SKIP);
    const range = document.createRange();
    const place = node => {
      if (node.nodeType === Node.TEXT_NODE) range.selectNodeContents(node);
      const box = (node.nodeType === Node.TEXT_NODE ? range : node).getClientRects()[0];
      if (!box?.width || !box.height) return null;
      let left = box.left;
      for (let outer = node.parentElement; outer !== document.body; outer = outer.parentElement) left += outer.scrollLeft;
      return {left, top: box.top, seen: box.top < innerHeight && box.bottom > 0 && box.left < innerWidth && box.right > 0};
    };
    const places = new Map(), moves = [];
    const look = piece => {
      let move = '';
      for (const walker = walk(); walker.nextNode();) {
        const node = walker.currentNode, now = place(node), before = places.get(node);
        if (!move && before?.seen && now && Math.max(Math.abs(now.left - before.left), Math.abs(now.top - before.top)) >= 3) {
          move = `${describe(node.parentElement)} from ${Math.round(before.left)},${Math.round(before.top)} to ` +
            `${Math.round(now.left)},${Math.round(now.top)} when ${words(piece).slice(0, 100)} has arrived`;
        }
        places.set(node, now);
      }
      if (move) moves.push(move);
    };
    const pieces = html.slice(body).split(/(?<=>)/);
    for (let i = 0; i < pieces.length && moves.length < 5; i += step) {
      const piece = pieces.slice(i, i + step).join('');
      write(piece);
      look(piece);
    }
    document.close();
    return moves;
  };

  return {
    aim, arrival, focus, fill, choose, overflow, layoutShift, still,
    url: () => location.href,
    text: selector => document.querySelector(selector)?.innerText.trim() ?? null,
    visible: selector => [...document.querySelectorAll(selector)].some(element => shown(element, true)),
    focused: () => [null, document.body].includes(document.activeElement) ? '' : describe(document.activeElement),
  };
})();
