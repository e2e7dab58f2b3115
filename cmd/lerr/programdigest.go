package main

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
)

// programDigest returns the SHA-256, in hexadecimal, of the file of this program: of its code, its templates and all that
// is embedded. Two builds can have one version.
func programDigest() (string, error) {
	file, err := os.Open("/proc/self/exe") // the file that runs, also when another has taken its name
	if err != nil {
		path, err := os.Executable()
		if err != nil {
			return "", fmt.Errorf("read this program: %w", err)
		}
		if file, err = os.Open(path); err != nil {
			return "", fmt.Errorf("read this program: %w", err)
		}
	}
	defer file.Close()
	hash := sha256.New()
	if _, err := io.Copy(hash, file); err != nil {
		return "", fmt.Errorf("read this program: %w", err)
	}
	return hex.EncodeToString(hash.Sum(nil)), nil
}
