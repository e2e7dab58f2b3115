package publish

import (
	"context"
	"fmt"

	"lerr/internal/audit"
	"lerr/internal/report"
	"lerr/internal/translog"
)

// Program describes a version of the program by the texts and files that it shows.
type Program struct {
	Version string
	Texts   string // SHA-256, in hexadecimal, of the texts that it ships with
	// Files returns the SHA-256 of the files of a revision as the program writes them, by format.
	Files func(context.Context, report.Revision) (map[string]string, error)
}

// LogProgram records in the transparency log the texts that the program ships with and the files that it writes of
// each revision that is not withdrawn, where the log does not have them yet.
func (s *Service) LogProgram(ctx context.Context, p Program) error {
	archive, err := s.Archive(ctx)
	if err != nil {
		return err
	}
	log, _, err := s.store.Log(ctx)
	if err != nil {
		return fmt.Errorf("transparency log: %w", err)
	}
	state, err := translog.Replay(log.Entries())
	if err != nil {
		return fmt.Errorf("transparency log: %w", err)
	}
	var entries []translog.Entry
	if state.Version != p.Version || state.TextsHash != p.Texts {
		entries = append(entries, translog.Entry{Kind: translog.Texts, Version: p.Version, SHA256: p.Texts})
	}
	for _, r := range archive.History() {
		logged, ok := state.Revision(r.Edition.Period, r.Number)
		if !ok || r.State == report.Withdrawn { // published meanwhile, or without files
			continue
		}
		files, err := p.Files(ctx, r)
		if err != nil {
			return fmt.Errorf("files of %s revision %d: %w", r.Edition.Period, r.Number, err)
		}
		if !logged.HasFiles(files) {
			entries = append(entries, translog.Entry{Kind: translog.Files, Period: r.Edition.Period, Number: r.Number, Files: files})
		}
	}
	if len(entries) == 0 {
		return nil
	}
	return s.store.AppendLog(ctx, audit.Event{
		At: s.now().UTC(), Actor: "lerr serve", Action: "log program",
		Text: fmt.Sprintf("version %s: %d entries of the transparency log", p.Version, len(entries)),
	}, entries...)
}
