//go:build linux

package main

import (
	"archive/tar"
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// packed builds the program and packs it, and returns what was packed and the two packages.
func packed(t *testing.T) (s source, deb, image string) {
	t.Helper()
	dir := t.TempDir()
	s = source{root: "../..", binary: filepath.Join(dir, "lerr"), version: "v1.2-3-gabc", certificates: filepath.Join(dir, "authorities"), maintainer: "Ann <ann@example.org>", compression: gzip.BestSpeed}
	build := exec.CommandContext(t.Context(), "go", "build", "-ldflags", "-s -w", "-o", s.binary, "../lerr")
	build.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS=linux")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if err := os.WriteFile(s.certificates, []byte("authorities"), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("SOURCE_DATE_EPOCH", "1795899617")
	files, err := pack(s, dir)
	if err != nil {
		t.Fatal(err)
	}
	return s, files[0], files[1]
}

func TestPackages_HoldAProgramThatRuns(t *testing.T) {
	s, deb, image := packed(t)
	t.Run("the same twice", func(t *testing.T) {
		again, err := pack(s, t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		for i, first := range []string{deb, image} {
			if filepath.Base(again[i]) != filepath.Base(first) || !bytes.Equal(read(t, again[i]), read(t, first)) {
				t.Errorf("%s and %s differ", first, again[i])
			}
		}
	})
	t.Run("deb", func(t *testing.T) { checkDeb(t, s, deb) })
	t.Run("image", func(t *testing.T) { checkImage(t, s, image) })
}

func checkDeb(t *testing.T, s source, deb string) {
	if name := filepath.Base(deb); !strings.HasPrefix(name, "lerr_1.2+3+gabc_") {
		t.Errorf("it is named %s", name)
	}
	members := unar(t, read(t, deb))
	if string(members["debian-binary"]) != "2.0\n" || len(members) != 3 {
		t.Errorf("got %d members", len(members))
	}
	control, files := t.TempDir(), t.TempDir()
	owned := untar(t, gunzip(t, members["control.tar.gz"]), control)
	for name, owner := range untar(t, gunzip(t, members["data.tar.gz"]), files) {
		owned[name] = owner
	}
	for name, owner := range owned {
		if owner != 0 {
			t.Errorf("%s belongs to user %d", name, owner)
		}
	}
	about := string(read(t, filepath.Join(control, "control")))
	for _, want := range []string{"Package: lerr\n", "Version: 1.2+3+gabc\n", "Architecture: ", "Maintainer: Ann <ann@example.org>\n", "Depends: adduser\n"} {
		if !strings.Contains(about, want) {
			t.Errorf("control lacks %q:\n%s", want, about)
		}
	}
	if got := string(read(t, filepath.Join(control, "conffiles"))); got != "/etc/default/lerr\n" {
		t.Errorf("conffiles: %q", got)
	}
	for installed, name := range map[string]string{
		"etc/default/lerr": "lerr.default", "usr/lib/systemd/system/lerr.service": "lerr.service", "usr/lib/systemd/system/lerr.socket": "lerr.socket",
		"usr/lib/systemd/system/lerr-staff.socket": "lerr-staff.socket", "usr/share/doc/lerr/README.md": "README.md", "usr/share/doc/lerr/nginx.conf": "nginx.conf",
	} {
		if !bytes.Equal(read(t, filepath.Join(files, installed)), read(t, filepath.Join("../lerr/deploy", name))) {
			t.Errorf("%s is not deploy/%s", installed, name)
		}
	}
	checkCopyright(t, files)
	for _, script := range []string{"postinst", "prerm"} {
		if out, err := exec.Command("sh", "-n", filepath.Join(control, script)).CombinedOutput(); err != nil {
			t.Errorf("%s: %v\n%s", script, err, out)
		}
		if info, err := os.Stat(filepath.Join(control, script)); err != nil || info.Mode()&0o111 == 0 {
			t.Errorf("%s cannot be run: %v", script, err)
		}
	}
	if tool, err := exec.LookPath("dpkg-deb"); err == nil {
		files = t.TempDir()
		for _, args := range [][]string{{"--info", deb}, {"-x", deb, files}} {
			if out, err := exec.Command(tool, args...).CombinedOutput(); err != nil {
				t.Errorf("dpkg-deb %s: %v\n%s", args[0], err, out)
			}
		}
	}
	runs(t, s, filepath.Join(files, "usr/bin/lerr"), filepath.Join(t.TempDir(), "lerr.db"))
}

func checkImage(t *testing.T, s source, image string) {
	layout := t.TempDir()
	untar(t, read(t, image), layout)
	var version struct{ ImageLayoutVersion string }
	decode(t, filepath.Join(layout, "oci-layout"), &version)
	var index struct{ Manifests []descriptor }
	decode(t, filepath.Join(layout, "index.json"), &index)
	if version.ImageLayoutVersion != "1.0.0" || len(index.Manifests) != 1 || index.Manifests[0].Annotations["org.opencontainers.image.ref.name"] != "v1.2-3-gabc" {
		t.Fatalf("got layout %+v with the index %+v", version, index)
	}
	var manifest struct {
		Config descriptor
		Layers []descriptor
	}
	decode(t, blobOf(t, layout, index.Manifests[0]), &manifest)
	if len(manifest.Layers) != 1 {
		t.Fatalf("got %d layers", len(manifest.Layers))
	}
	var config struct {
		Created time.Time
		Config  struct {
			User            string
			Env, Entrypoint []string
			Cmd             []string
			Volumes         map[string]struct{}
		}
		RootFS struct {
			DiffIDs []string `json:"diff_ids"`
		}
	}
	decode(t, blobOf(t, layout, manifest.Config), &config)
	var docker []struct {
		Config           string
		RepoTags, Layers []string
	}
	decode(t, filepath.Join(layout, "manifest.json"), &docker) // of docker save
	path := func(d descriptor) string { return "blobs/sha256/" + strings.TrimPrefix(d.Digest, "sha256:") }
	if want := fmt.Sprintf("[{%s [lerr:v1.2-3-gabc] [%s]}]", path(manifest.Config), path(manifest.Layers[0])); fmt.Sprint(docker) != want {
		t.Errorf("manifest.json has %v, want %s", docker, want)
	}
	layer := gunzip(t, read(t, blobOf(t, layout, manifest.Layers[0])))
	if got := digest(layer); len(config.RootFS.DiffIDs) != 1 || config.RootFS.DiffIDs[0] != got {
		t.Errorf("the layer is %s, and the configuration has %v", got, config.RootFS.DiffIDs)
	}
	root := t.TempDir()
	owners := untar(t, layer, root)
	const user = 65532
	c := config.Config
	if _, volume := c.Volumes["/var/lib/lerr"]; !volume || c.User != fmt.Sprintf("%d:%[1]d", user) || owners["var/lib/lerr"] != user || config.Created.Unix() != 1795899617 {
		t.Errorf("got %+v with owners %v, want a volume that user %d has", config, owners, user)
	}
	if info, err := os.Stat(filepath.Join(root, "var/lib/lerr")); err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("the volume: %v, %v", info, err)
	}
	if info, err := os.Stat(filepath.Join(root, "tmp")); err != nil || info.Mode().Perm() != 0o777 || info.Mode()&os.ModeSticky == 0 {
		t.Errorf("the directory of temporary files: %v, %v", info, err)
	}
	if string(read(t, filepath.Join(root, "etc/ssl/certs/ca-certificates.crt"))) != "authorities" {
		t.Error("it lacks the certificate authorities")
	}
	checkCopyright(t, root)
	if len(c.Entrypoint) != 1 || strings.Join(c.Cmd, " ") != "serve" || strings.Join(c.Env, " ") != "PATH=/usr/bin LERR_DB=/var/lib/lerr/lerr.db" {
		t.Fatalf("it runs %q %q with %q", c.Entrypoint, c.Cmd, c.Env)
	}
	runs(t, s, filepath.Join(root, c.Entrypoint[0]), filepath.Join(root, "var/lib/lerr/lerr.db"))
}

// checkCopyright looks for licences in the file of a package.
func checkCopyright(t *testing.T, root string) {
	t.Helper()
	text := string(read(t, filepath.Join(root, "usr/share/doc/lerr/copyright")))
	for _, want := range []string{"They are none for lerr itself", "---- Go go1", "---- modernc.org/sqlite v", "---- github.com/labstack/echo/v4 v", "Redistribution and use in source"} {
		if !strings.Contains(text, want) {
			t.Errorf("the copyright file lacks %q", want)
		}
	}
}

// runs fails unless a binary is the one that was packed and, without any environment, makes a database and serves it.
func runs(t *testing.T, s source, binary, db string) {
	t.Helper()
	if !bytes.Equal(read(t, binary), read(t, s.binary)) {
		t.Error("it is not the program that was packed")
	}
	lerr := func(args ...string) *exec.Cmd {
		c := exec.CommandContext(t.Context(), binary, args...)
		c.Env = []string{}
		return c
	}
	if out, err := lerr("init", "--db", db).CombinedOutput(); err != nil {
		t.Fatalf("init: %v\n%s", err, out)
	}
	c := lerr("serve", "--db", db, "--addr", "127.0.0.1:0", "--staff-addr", "127.0.0.1:0", "--drain", "0")
	stderr, err := c.StderrPipe()
	if err == nil {
		err = c.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(stderr)
	var log strings.Builder
	address := ""
	for address == "" && lines.Scan() {
		log.WriteString(lines.Text() + "\n")
		var l struct{ Site, Address string }
		if json.Unmarshal(lines.Bytes(), &l) == nil && l.Site == "public site" {
			address = l.Address
		}
	}
	if address == "" {
		t.Fatalf("it does not serve: %v\n%s", c.Wait(), log.String())
	}
	go func() { _, _ = io.Copy(io.Discard, stderr) }()
	w, err := http.Get(address + "/readyz")
	if err != nil {
		t.Fatal(err)
	}
	w.Body.Close()
	if w.StatusCode != http.StatusOK {
		t.Errorf("/readyz: got status %d", w.StatusCode)
	}
	if err := errors.Join(c.Process.Signal(syscall.SIGTERM), c.Wait()); err != nil {
		t.Error(err)
	}
}

func read(t *testing.T, name string) []byte {
	t.Helper()
	body, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return body
}

func decode(t *testing.T, name string, v any) {
	t.Helper()
	if err := json.Unmarshal(read(t, name), v); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
}

// blobOf returns the path of a blob, whose bytes must be those that its descriptor names.
func blobOf(t *testing.T, layout string, d descriptor) string {
	t.Helper()
	name := filepath.Join(layout, "blobs/sha256", strings.TrimPrefix(d.Digest, "sha256:"))
	if body := read(t, name); digest(body) != d.Digest || len(body) != d.Size {
		t.Errorf("%+v has %d bytes, %s", d, len(body), digest(body))
	}
	return name
}

func gunzip(t *testing.T, body []byte) []byte {
	t.Helper()
	r, err := gzip.NewReader(bytes.NewReader(body))
	if err == nil {
		body, err = io.ReadAll(r)
	}
	if err != nil {
		t.Fatal(err)
	}
	return body
}

// untar unpacks an archive, whose files must all have the time of the commit and be sorted, and returns their owners.
func untar(t *testing.T, archive []byte, dir string) (owners map[string]int) {
	t.Helper()
	owners = map[string]int{}
	last := ""
	for r := tar.NewReader(bytes.NewReader(archive)); ; {
		h, err := r.Next()
		if errors.Is(err, io.EOF) {
			return owners
		}
		if err != nil {
			t.Fatal(err)
		}
		name := filepath.Clean(h.Name)
		if h.ModTime.Unix() != 1795899617 || name <= last && name != "." {
			t.Errorf("%s is of %v and comes after %s", name, h.ModTime, last)
		}
		last, owners[name] = name, h.Uid
		path := filepath.Join(dir, name)
		if h.FileInfo().IsDir() {
			err = os.MkdirAll(path, 0o755)
		} else {
			var body []byte
			if body, err = io.ReadAll(r); err == nil {
				err = os.WriteFile(path, body, 0o600)
			}
		}
		if err = errors.Join(err, os.Chmod(path, h.FileInfo().Mode())); err != nil {
			t.Fatal(err)
		}
	}
}

// unar returns the members of an ar archive.
func unar(t *testing.T, archive []byte) map[string][]byte {
	t.Helper()
	rest, ok := bytes.CutPrefix(archive, []byte("!<arch>\n"))
	members := map[string][]byte{}
	for ok && len(rest) >= 60 {
		head := string(rest[:60])
		size, err := strconv.Atoi(strings.TrimSpace(head[48:58]))
		if err != nil || head[58:] != "`\n" || len(rest) < 60+size {
			t.Fatalf("%q: %v", head, err)
		}
		members[strings.TrimSpace(head[:16])] = rest[60 : 60+size]
		rest = rest[min(len(rest), 60+size+size%2):]
	}
	if !ok || len(rest) > 0 {
		t.Fatalf("%d bytes are no member", len(rest))
	}
	return members
}
