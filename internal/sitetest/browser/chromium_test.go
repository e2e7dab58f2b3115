package browser

import (
	"errors"
	"os/exec"
	"strings"
	"testing"
)

func TestFindTakesTheVariableThenTheNames(t *testing.T) {
	installed := func(names ...string) func(string) (string, error) {
		return func(name string) (string, error) {
			for _, n := range names {
				if n == name {
					return "/bin/" + n, nil
				}
			}
			return "", exec.ErrNotFound
		}
	}
	for _, c := range []struct {
		variable  string
		installed []string
		want      string
	}{
		{"", []string{"chromium", "chromium-headless-shell"}, "/bin/chromium-headless-shell"},
		{"", []string{"google-chrome", "chromium-browser", "chromium"}, "/bin/chromium"},
		{"", []string{"google-chrome", "chromium-browser"}, "/bin/chromium-browser"},
		{"", []string{"google-chrome"}, "/bin/google-chrome"},
		{"mine", []string{"chromium", "mine"}, "/bin/mine"},
	} {
		got, err := find(func(string) string { return c.variable }, installed(c.installed...))
		if err != nil || got != c.want {
			t.Errorf("find(LERR_CHROMIUM=%q, %v) = %q, %v; want %q", c.variable, c.installed, got, err, c.want)
		}
	}

	_, err := find(func(string) string { return "" }, installed())
	if err == nil || !strings.Contains(err.Error(), "make setup") {
		t.Errorf("without a Chromium the error is %v, want one that names `make setup`", err)
	}
	_, err = find(func(string) string { return "gone" }, installed("chromium"))
	if !errors.Is(err, exec.ErrNotFound) || !strings.Contains(err.Error(), "LERR_CHROMIUM") {
		t.Errorf("with a wrong LERR_CHROMIUM the error is %v, want one that names it", err)
	}
}

func TestTheBrowserDoesNotStartWithoutMain(t *testing.T) {
	var p process
	if err := p.start(); err == nil || !strings.Contains(err.Error(), "browser.Main") {
		t.Errorf("start() without Main = %v, want an error that names browser.Main", err)
	}
}
