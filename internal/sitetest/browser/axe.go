package browser

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// axeRules are the tags of the axe-core rules that a page must keep.
const axeRules = `["wcag2a","wcag2aa","wcag21a","wcag21aa","wcag22aa","best-practice"]`

// rule is one of axe-core's rules with the elements that do not keep it.
type rule struct {
	ID, Impact, Help string
	Nodes            []struct {
		Target         []json.RawMessage
		FailureSummary string
	}
}

// String returns one line: the rule, the impact, the help, the selectors of the elements and what to mend.
func (r rule) String() string {
	var targets []string
	var mend string
	for _, node := range r.Nodes {
		var target []string
		for _, part := range node.Target {
			target = append(target, strings.Trim(string(part), `"`))
		}
		targets = append(targets, strings.Join(target, " "))
		if mend == "" {
			// The first line only says "Fix any of the following:".
			_, details, _ := strings.Cut(node.FailureSummary, "\n")
			mend, _, _ = strings.Cut(strings.TrimSpace(details), "\n")
		}
	}
	return fmt.Sprintf("%s (%s): %s: %s: %s", r.ID, r.Impact, r.Help, strings.Join(targets, ", "), mend)
}

// Axe checks the part of the page that matches the selector, or all of it if the selector is empty, with axe-core.
// It returns one line for each rule that is violated and one for each rule that a human must judge.
// The check runs apart from the page's scripts, so that the page's content security policy neither stops nor notices it.
func (tab *Tab) Axe(selector string) (violations, incomplete []string) {
	tab.t.Helper()
	source, err := axeSource()
	if tab.options.NoScript {
		err = errors.New("axe-core needs scripts")
	}
	tab.check(err, "Axe(%q)", selector)
	var found struct{ Violations, Incomplete []rule }
	tab.check(tab.until(func(ctx context.Context) error {
		if err := tab.ask(ctx, nil, "still"); err != nil {
			return err
		}
		var loaded bool
		if err := tab.evaluateApart(ctx, "typeof axe === 'object'", &loaded); err != nil {
			return err
		}
		if !loaded {
			if err := tab.evaluateApart(ctx, source+"\n;0", nil); err != nil {
				return err
			}
		}
		return tab.evaluateApart(ctx, fmt.Sprintf(
			"axe.run(%q || document, {runOnly: %s, resultTypes: ['violations', 'incomplete']}).then(%s)", selector, axeRules, judged), &found)
	}), "Axe(%q)", selector)
	for _, r := range found.Violations {
		violations = append(violations, r.String())
	}
	for _, r := range found.Incomplete {
		incomplete = append(incomplete, r.String())
	}
	return violations, incomplete
}

// judged drops what axe-core cannot see: the contrast of text that has to be scrolled sideways into view, which wider
// windows show, and of text in pictures, where it takes each line for an image behind the text. Package static
// computes the contrast of the colours there.
const judged = `(found) => {
	const unseen = ({target}) => {
		const text = document.querySelector(target[0]);
		if (text?.closest("svg")) return true;
		for (let e = text; e; e = e.parentElement)
			if (e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).overflowX === "auto") return true;
		return false;
	};
	for (const rule of found.incomplete) if (rule.id === "color-contrast") rule.nodes = rule.nodes.filter((n) => !unseen(n));
	found.incomplete = found.incomplete.filter((rule) => rule.nodes.length > 0);
	return found;
}`

// axeSource reads axe-core from the file that LERR_AXE names, else from bin/axe.min.js at the module's root.
func axeSource() (string, error) {
	path := os.Getenv("LERR_AXE")
	if path == "" {
		module, err := exec.Command("go", "env", "GOMOD").Output()
		if err != nil {
			return "", fmt.Errorf("go env GOMOD: %w", err)
		}
		path = filepath.Join(filepath.Dir(string(module)), "bin", "axe.min.js")
	}
	source, err := os.ReadFile(path)
	if err != nil {
		return "", fmt.Errorf("found no axe-core: run `make setup`, or set LERR_AXE to the path of axe.min.js: %w", err)
	}
	return string(source), nil
}
