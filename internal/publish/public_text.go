package publish

import "lerr/internal/report"

// publicText returns a text as it may become public, or a Refusal that says what is wrong with it.
func publicText(kind report.TextKind, text string) (string, error) {
	text, _ = report.CleanText(text)
	if err := report.CheckText(kind, text); err != nil {
		return "", &Refusal{report.ErrInvalid, err.Error()}
	}
	return text, nil
}
