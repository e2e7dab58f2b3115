package handlers

import (
	"context"
	"crypto/sha256"
	"encoding/hex"

	"lerr/internal/report"
	"lerr/internal/urls"
)

// FileHashes returns the SHA-256, in hexadecimal, of the files of a revision of the site's archive as this site
// writes them, by format. It builds one file at a time, and keeps none.
func (s *Site) FileHashes(ctx context.Context, r report.Revision) (map[string]string, error) {
	return s.fileHashes(ctx, s.current.Load(), r)
}

func (s *Site) fileHashes(ctx context.Context, snap *snapshot, r report.Revision) (map[string]string, error) {
	files := map[string]string{}
	for _, format := range urls.Formats() {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		body, err := s.rehearsed(snap, urls.RevisionDownload(r.Edition.Period, r.Number, format))
		if err != nil {
			return nil, err
		}
		sum := sha256.Sum256(body)
		files[format] = hex.EncodeToString(sum[:])
	}
	return files, nil
}
