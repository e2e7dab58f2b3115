// Package browser owns the headless Chromium of the tests: one process per test binary, one fresh profile per Tab.
// It may not know the site's pages, start the site, leave this machine's network or skip a test because Chromium is missing.
// Start reading at tab.go (Open and Tab), then page.js, which holds what the Tab asks inside the page.
package browser
