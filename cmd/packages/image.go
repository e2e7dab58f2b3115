package main

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io/fs"
	"time"
)

// imageUser is the number of the user that runs the program in a container, and of its group.
const imageUser = 65532

// imageFiles returns the files of the image.
func (c content) imageFiles() tree {
	return tree{
		"usr/bin/lerr":                      file(0o755, c.lerr),
		"usr/share/doc/lerr/copyright":      file(0o644, c.copyright),
		"etc/ssl/certs/ca-certificates.crt": file(0o644, c.authorities),
		"etc/passwd":                        file(0o644, fmt.Appendf(nil, "root:x:0:0:root:/:/sbin/nologin\nlerr:x:%d:%[1]d:lerr:/var/lib/lerr:/sbin/nologin\n", imageUser)),
		"etc/group":                         file(0o644, fmt.Appendf(nil, "root:x:0:\nlerr:x:%d:\n", imageUser)),
		"tmp":                               {mode: fs.ModeDir | fs.ModeSticky | 0o777},
		"var/lib/lerr":                      {mode: fs.ModeDir | 0o700, owner: imageUser},
	}
}

// descriptor names a blob of an image: OCI image specification 1.1.
type descriptor struct {
	MediaType   string            `json:"mediaType"`
	Digest      string            `json:"digest"`
	Size        int               `json:"size"`
	Platform    *platform         `json:"platform,omitempty"`
	Annotations map[string]string `json:"annotations,omitempty"`
}

type platform struct {
	Architecture string `json:"architecture"`
	OS           string `json:"os"`
}

const (
	manifestType = "application/vnd.oci.image.manifest.v1+json"
	indexType    = "application/vnd.oci.image.index.v1+json"
	configType   = "application/vnd.oci.image.config.v1+json"
	layerType    = "application/vnd.oci.image.layer.v1.tar+gzip"
)

// image returns an archive of one image with one layer. It has the layout of OCI, which podman and later versions of
// docker load, and beside it the manifest.json that earlier ones look for.
func (c content) image(tag string) ([]byte, error) {
	layer, err := c.imageFiles().tar("", c.at)
	if err != nil {
		return nil, err
	}
	diff := digest(layer)
	if layer, err = compressed(layer, c.compression); err != nil {
		return nil, err
	}
	archive := tree{}
	var failed error
	document := func(v any) []byte {
		text, err := json.Marshal(v) // sorts the keys of maps
		if err != nil {
			failed = err
		}
		return text
	}
	blob := func(media string, body []byte) descriptor {
		archive[blobPath(body)] = file(0o644, body)
		return descriptor{MediaType: media, Digest: digest(body), Size: len(body)}
	}
	config := document(c.imageConfig(diff))
	manifest := blob(manifestType, document(map[string]any{
		"schemaVersion": 2, "mediaType": manifestType, "config": blob(configType, config), "layers": []descriptor{blob(layerType, layer)},
	}))
	manifest.Platform = &platform{c.arch, "linux"}
	manifest.Annotations = map[string]string{"org.opencontainers.image.ref.name": tag, "io.containerd.image.name": "docker.io/library/lerr:" + tag}
	archive["oci-layout"] = file(0o644, document(map[string]string{"imageLayoutVersion": "1.0.0"}))
	archive["index.json"] = file(0o644, document(map[string]any{"schemaVersion": 2, "mediaType": indexType, "manifests": []descriptor{manifest}}))
	archive["manifest.json"] = file(0o644, document([]map[string]any{{"Config": blobPath(config), "RepoTags": []string{"lerr:" + tag}, "Layers": []string{blobPath(layer)}}}))
	if failed != nil {
		return nil, failed
	}
	return archive.tar("", c.at)
}

// imageConfig returns how a container of the image runs. The staff console is closed to other machines until
// LERR_STAFF_ADDR opens it.
func (c content) imageConfig(layer string) map[string]any {
	return map[string]any{
		"created": c.at.Format(time.RFC3339), "architecture": c.arch, "os": "linux",
		"config": map[string]any{
			"User": fmt.Sprintf("%d:%[1]d", imageUser), "WorkingDir": "/var/lib/lerr",
			"Env":        []string{"PATH=/usr/bin", "LERR_DB=/var/lib/lerr/lerr.db"},
			"Entrypoint": []string{"/usr/bin/lerr"}, "Cmd": []string{"serve"},
			"ExposedPorts": map[string]any{"8080/tcp": struct{}{}}, "Volumes": map[string]any{"/var/lib/lerr": struct{}{}},
			"Labels": map[string]string{"org.opencontainers.image.title": "lerr", "org.opencontainers.image.version": c.version},
		},
		"rootfs":  map[string]any{"type": "layers", "diff_ids": []string{layer}},
		"history": []map[string]any{{"created": c.at.Format(time.RFC3339), "created_by": "make packages"}},
	}
}

func digest(body []byte) string { return "sha256:" + sum(body) }

func blobPath(body []byte) string { return "blobs/sha256/" + sum(body) }

func sum(body []byte) string {
	s := sha256.Sum256(body)
	return hex.EncodeToString(s[:])
}
