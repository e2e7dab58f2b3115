//go:build browser

package handlers_test

import (
	"testing"
	"time"

	"lerr/internal/sitetest"
	"lerr/internal/sitetest/browser"
)

func TestBrowser_Scratch(t *testing.T) {
	site := sitetest.New(t, sitetest.Own)
	tab := browser.Open(t, browser.Options{})
	for _, path := range []string{"/", "/2019-H1", "/2018-H2", "/2019-H1/au", "/2013-H1"} {
		tab.Go(site.URL + path)
		tab.WaitFor("document.readyState === 'complete'")
		time.Sleep(2 * time.Second)
	}
	for _, l := range tab.Loads() {
		t.Log(l)
	}
	t.Log(tab.Requests())
	t.Log(tab.Complaints())
}
