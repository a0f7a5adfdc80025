package disk

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/hanwen/go-fuse/v2/fs"
	"github.com/hanwen/go-fuse/v2/fuse"
)

// Op names what a mounted folder can be told to fail at.
type Op string

const (
	OpWrite Op = "write"
	OpSync  Op = "sync"
)

// Mounted is a folder whose changes are recorded, and that fails when it is told to.
type Mounted struct {
	*Record
	fault  atomic.Pointer[func(Op) syscall.Errno]
	server *fuse.Server
}

// Mount shows the folder at, whose files lie in the folder behind; both must be there and empty. The
// error says that this machine or its user cannot.
func Mount(at, behind string) (*Mounted, error) {
	m := &Mounted{Record: NewRecord()}
	inside, err := fs.NewLoopbackRoot(behind)
	if err != nil {
		return nil, err
	}
	root := &node{LoopbackNode: inside.(*fs.LoopbackNode), mounted: m}
	root.RootData.RootNode = root
	forget := time.Duration(0)
	m.server, err = fs.Mount(at, root, &fs.Options{
		AttrTimeout: &forget, EntryTimeout: &forget,
		MountOptions: fuse.MountOptions{DirectMount: true, FsName: "recorded", Name: "mockroom", MaxWrite: 1 << 20},
	})
	if err != nil {
		return nil, fmt.Errorf("mounting: %w", err)
	}
	return m, nil
}

// Fail lets a function decide about every write and sync from now on; 0 lets it be, nil ends that.
func (m *Mounted) Fail(f func(Op) syscall.Errno) {
	if f == nil {
		m.fault.Store(nil)
		return
	}
	m.fault.Store(&f)
}

// Unmount ends it; nobody may have a file open.
func (m *Mounted) Unmount() error { return m.server.Unmount() }

func (m *Mounted) failing(op Op) syscall.Errno {
	if f := m.fault.Load(); f != nil {
		return (*f)(op)
	}
	return 0
}

// node is the folder or a file of it.
type node struct {
	*fs.LoopbackNode
	mounted *Mounted
}

var (
	_ fs.NodeWrapChilder    = (*node)(nil)
	_ fs.NodeCreater        = (*node)(nil)
	_ fs.NodeOpener         = (*node)(nil)
	_ fs.NodeOpendirHandler = (*node)(nil)
	_ fs.NodeSetattrer      = (*node)(nil)
	_ fs.NodeRenamer        = (*node)(nil)
	_ fs.NodeUnlinker       = (*node)(nil)
)

func (n *node) WrapChild(_ context.Context, child fs.InodeEmbedder) fs.InodeEmbedder {
	return &node{LoopbackNode: child.(*fs.LoopbackNode), mounted: n.mounted}
}

func (n *node) name() string { return n.Path(n.Root()) }

func (n *node) Create(ctx context.Context, name string, flags, mode uint32, out *fuse.EntryOut) (*fs.Inode, fs.FileHandle, uint32, syscall.Errno) {
	inode, inside, _, errno := n.LoopbackNode.Create(ctx, name, flags, mode, out)
	if errno != 0 {
		return nil, nil, 0, errno
	}
	file := n.mounted.create(time.Now(), filepath.Join(n.name(), name))
	return inode, &handle{inside, n.mounted, file}, 0, 0
}

func (n *node) Open(ctx context.Context, flags uint32) (fs.FileHandle, uint32, syscall.Errno) {
	inside, _, errno := n.LoopbackNode.Open(ctx, flags)
	if errno != 0 {
		return nil, 0, errno
	}
	file := n.mounted.number(n.name())
	if flags&syscall.O_TRUNC != 0 {
		n.mounted.add(Change{At: time.Now(), kind: truncate, file: file})
	}
	return &handle{inside, n.mounted, file}, 0, 0
}

func (n *node) Setattr(ctx context.Context, f fs.FileHandle, in *fuse.SetAttrIn, out *fuse.AttrOut) syscall.Errno {
	file := n.mounted.number(n.name())
	if h, ok := f.(*handle); ok {
		f, file = h.inside, h.file
	}
	size, resized := in.GetSize()
	if resized {
		if errno := n.mounted.failing(OpWrite); errno != 0 {
			return errno
		}
	}
	errno := n.LoopbackNode.Setattr(ctx, f, in, out)
	if errno == 0 && resized {
		n.mounted.add(Change{At: time.Now(), kind: truncate, file: file, size: int64(size)})
	}
	return errno
}

func (n *node) Rename(ctx context.Context, name string, to fs.InodeEmbedder, newName string, flags uint32) syscall.Errno {
	inside := to
	if wrapped, ok := to.(*node); ok {
		inside = wrapped.LoopbackNode
	}
	from, target := filepath.Join(n.name(), name), filepath.Join(to.EmbeddedInode().Path(n.Root()), newName)
	errno := n.LoopbackNode.Rename(ctx, name, inside, newName, flags)
	if errno == 0 {
		n.mounted.rename(time.Now(), from, target)
	}
	return errno
}

func (n *node) Unlink(ctx context.Context, name string) syscall.Errno {
	errno := n.LoopbackNode.Unlink(ctx, name)
	if errno == 0 {
		n.mounted.remove(time.Now(), filepath.Join(n.name(), name))
	}
	return errno
}

func (n *node) OpendirHandle(ctx context.Context, flags uint32) (fs.FileHandle, uint32, syscall.Errno) {
	inside, _, errno := n.LoopbackNode.OpendirHandle(ctx, flags)
	if errno != 0 {
		return nil, 0, errno
	}
	return &folder{inside, n.mounted}, 0, 0
}

// folder is an open folder, which can be read and synced.
type folder struct {
	inside  fs.FileHandle
	mounted *Mounted
}

var (
	_ fs.FileReaddirenter = (*folder)(nil)
	_ fs.FileReleasedirer = (*folder)(nil)
	_ fs.FileFsyncdirer   = (*folder)(nil)
)

func (f *folder) Readdirent(ctx context.Context) (*fuse.DirEntry, syscall.Errno) {
	return f.inside.(fs.FileReaddirenter).Readdirent(ctx)
}

func (f *folder) Releasedir(ctx context.Context, flags uint32) {
	f.inside.(fs.FileReleasedirer).Releasedir(ctx, flags)
}

func (f *folder) Fsyncdir(context.Context, uint32) syscall.Errno {
	if errno := f.mounted.failing(OpSync); errno != 0 {
		return errno
	}
	f.mounted.add(Change{At: time.Now(), kind: syncFolder})
	return 0
}

// handle is an open file. Its file goes by number, whatever its name is by now.
type handle struct {
	inside  fs.FileHandle
	mounted *Mounted
	file    int
}

var (
	_ fs.FileReader    = (*handle)(nil)
	_ fs.FileWriter    = (*handle)(nil)
	_ fs.FileFsyncer   = (*handle)(nil)
	_ fs.FileFlusher   = (*handle)(nil)
	_ fs.FileReleaser  = (*handle)(nil)
	_ fs.FileGetattrer = (*handle)(nil)
)

func (h *handle) Read(ctx context.Context, dest []byte, off int64) (fuse.ReadResult, syscall.Errno) {
	return h.inside.(fs.FileReader).Read(ctx, dest, off)
}

func (h *handle) Write(ctx context.Context, data []byte, off int64) (uint32, syscall.Errno) {
	if errno := h.mounted.failing(OpWrite); errno != 0 {
		return 0, errno
	}
	n, errno := h.inside.(fs.FileWriter).Write(ctx, data, off)
	if errno == 0 {
		h.mounted.add(Change{At: time.Now(), kind: write, file: h.file, off: off, data: slices.Clone(data[:n])})
	}
	return n, errno
}

// Fsync does not trouble the disk behind: the record knows what was synced.
func (h *handle) Fsync(context.Context, uint32) syscall.Errno {
	if errno := h.mounted.failing(OpSync); errno != 0 {
		return errno
	}
	h.mounted.add(Change{At: time.Now(), kind: syncFile, file: h.file})
	return 0
}

func (h *handle) Flush(ctx context.Context) syscall.Errno {
	return h.inside.(fs.FileFlusher).Flush(ctx)
}

func (h *handle) Release(ctx context.Context) syscall.Errno {
	return h.inside.(fs.FileReleaser).Release(ctx)
}

func (h *handle) Getattr(ctx context.Context, out *fuse.AttrOut) syscall.Errno {
	return h.inside.(fs.FileGetattrer).Getattr(ctx, out)
}
