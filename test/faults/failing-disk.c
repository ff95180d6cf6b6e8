/*
 * Stands between a program and its disk (LD_PRELOAD), for files below one folder:
 * - records what the program asks of the disk, in order, with what it tells to others meanwhile (recorded-disk.ts reads it);
 * - lets calls fail as a disk would, when a test says so in a file that both have in memory (failing-disk.ts writes it).
 *
 * FAULTS_BELOW   the folder, an absolute path
 * FAULTS_RECORD  file that the record is appended to; empty: nothing is recorded
 * FAULTS_CONTROL file of one struct control; empty: nothing fails
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum { OPENED = 1, CLOSED, WRITTEN, CUT, SYNCED, REMOVED, RENAMED, FOLDER_MADE, TOLD };
enum { ON_WRITE = 1, ON_SYNC = 2, ON_READ = 4 };

struct control {
  int32_t calls;    /* which calls fail: ON_… */
  int32_t error;    /* with which errno */
  int32_t after;    /* so many calls that match are let through first */
  int32_t injected; /* how many have failed so far */
  int64_t room;     /* bytes that files may still grow by; less than 0: no limit */
  char name[64];    /* a part of the path of the files that it is about; empty: all */
};

#define FDS 4096
static char *paths[FDS];
static const char *below = "";
static size_t below_length;
static int record = -1;
static struct control *control;
static pthread_mutex_t lock = PTHREAD_RECURSIVE_MUTEX_INITIALIZER_NP;

#define REAL(name) ((__typeof__(&name))real_##name)
#define FIND(name) \
  static void *real_##name; \
  if (!real_##name) real_##name = dlsym(RTLD_NEXT, #name)

__attribute__((constructor)) static void begin(void) {
  const char *text = getenv("FAULTS_BELOW");
  if (text) below = text;
  below_length = strlen(below);
  text = getenv("FAULTS_RECORD");
  if (text && *text) record = syscall(SYS_openat, AT_FDCWD, text, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  text = getenv("FAULTS_CONTROL");
  if (text && *text) {
    int fd = syscall(SYS_openat, AT_FDCWD, text, O_RDWR | O_CLOEXEC, 0);
    control = mmap(NULL, sizeof *control, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (control == MAP_FAILED) abort();
  }
}

static int is_below(const char *path) {
  return below_length > 0 && strncmp(path, below, below_length) == 0 &&
         (path[below_length] == '/' || path[below_length] == 0);
}

static const char *path_of(int fd) { return fd >= 0 && fd < FDS ? paths[fd] : NULL; }

/* One entry of the record: what, descriptor, offset, length, and the bytes; in one piece. */
static void note(int32_t kind, int32_t fd, int64_t offset, const struct iovec *parts, int count) {
  if (record < 0) return;
  struct { int32_t kind, fd; int64_t offset, length; } head = {kind, fd, offset, 0};
  struct iovec all[18];
  for (int i = 0; i < count && i < 17; i++) {
    all[i + 1] = parts[i];
    head.length += parts[i].iov_len;
  }
  all[0].iov_base = &head;
  all[0].iov_len = sizeof head;
  if (syscall(SYS_writev, record, all, count + 1) != (ssize_t)(sizeof head + head.length)) abort();
}

static void note_text(int32_t kind, int32_t fd, int64_t offset, const char *text) {
  struct iovec part = {(void *)text, strlen(text)};
  note(kind, fd, offset, &part, 1);
}

/* Whether this call fails by what the test says; errno is set then. */
static int fails(int call, const char *path) {
  if (!control || !(control->calls & call) || !strstr(path, control->name)) return 0;
  if (control->after > 0) {
    control->after--;
    return 0;
  }
  control->injected++;
  errno = control->error;
  return 1;
}

/* How many bytes of a write find room; -1 with ENOSPC where none does. A full disk takes the first part of a write. */
static ssize_t room_for(int fd, const char *path, int64_t offset, size_t size) {
  if (fails(ON_WRITE, path)) return -1;
  struct stat found;
  if (!control || control->room < 0 || fstat(fd, &found) != 0) return size;
  int64_t grows = offset + (int64_t)size - found.st_size;
  if (grows <= 0) return size;
  if (grows <= control->room) {
    control->room -= grows;
    return size;
  }
  int64_t fits = (int64_t)size - grows + control->room;
  control->room = 0;
  control->injected++;
  if (fits > 0) return fits;
  errno = ENOSPC;
  return -1;
}

static int64_t place_of(int fd) {
  if (fcntl(fd, F_GETFL) & O_APPEND) {
    struct stat found;
    return fstat(fd, &found) == 0 ? found.st_size : 0;
  }
  return lseek(fd, 0, SEEK_CUR);
}

static int opened(int fd, const char *path, int flags, int is_new) {
  char whole[PATH_MAX];
  if (path[0] != '/' && getcwd(whole, sizeof whole - strlen(path) - 2)) {
    strcat(strcat(whole, "/"), path);
    path = whole;
  }
  if (fd < 0 || fd >= FDS || !is_below(path)) return fd;
  free(paths[fd]);
  paths[fd] = strdup(path);
  note_text(OPENED, fd, is_new ? 1 : flags & O_TRUNC ? 2 : 0, path);
  return fd;
}

#define OPEN(name) \
  int name(const char *path, int flags, ...) { \
    FIND(name); \
    int mode = 0; \
    if (flags & (O_CREAT | O_TMPFILE)) { \
      va_list more; \
      va_start(more, flags); \
      mode = va_arg(more, int); \
      va_end(more); \
    } \
    pthread_mutex_lock(&lock); \
    int is_new = (flags & O_CREAT) && access(path, F_OK) != 0; \
    int fd = REAL(name)(path, flags, mode); \
    int error = errno; \
    opened(fd, path, flags, is_new); \
    pthread_mutex_unlock(&lock); \
    errno = error; \
    return fd; \
  }
OPEN(open)
OPEN(open64)

int close(int fd) {
  FIND(close);
  pthread_mutex_lock(&lock);
  if (path_of(fd)) {
    note(CLOSED, fd, 0, NULL, 0);
    free(paths[fd]);
    paths[fd] = NULL;
  }
  int result = REAL(close)(fd);
  pthread_mutex_unlock(&lock);
  return result;
}

/* What goes to standard output or into a socket is told to others: from then on it must stay. */
static int tells(int fd) {
  struct stat found;
  return record >= 0 && (fd == 1 || (fd > 2 && !path_of(fd) && fstat(fd, &found) == 0 && S_ISSOCK(found.st_mode)));
}

static ssize_t write_all(int fd, const struct iovec *parts, int count, int64_t offset, int is_at) {
  FIND(writev);
  FIND(pwritev);
  if (tells(fd)) {
    pthread_mutex_lock(&lock);
    note(TOLD, fd, 0, parts, count);
    ssize_t told = REAL(writev)(fd, parts, count);
    pthread_mutex_unlock(&lock);
    return told;
  }
  const char *path = path_of(fd);
  if (!path) return is_at ? REAL(pwritev)(fd, parts, count, offset) : REAL(writev)(fd, parts, count);
  pthread_mutex_lock(&lock);
  size_t size = 0;
  for (int i = 0; i < count; i++) size += parts[i].iov_len;
  if (!is_at) offset = place_of(fd);
  ssize_t room = room_for(fd, path, offset, size), done = -1;
  if (room >= 0) {
    struct iovec some = {parts[0].iov_base, parts[0].iov_len};
    if ((size_t)room < size) {
      if (some.iov_len > (size_t)room) some.iov_len = room;
      parts = &some;
      count = 1;
    }
    done = is_at ? REAL(pwritev)(fd, parts, count, offset) : REAL(writev)(fd, parts, count);
    /* A write that is cut short by the real disk is none of ours. */
    if (done >= 0) {
      size = 0;
      for (int i = 0; i < count; i++) size += parts[i].iov_len;
      if ((size_t)done != size) abort();
      note(WRITTEN, fd, offset, parts, count);
    }
  }
  int error = errno;
  pthread_mutex_unlock(&lock);
  errno = error;
  return done;
}

ssize_t write(int fd, const void *bytes, size_t size) {
  struct iovec part = {(void *)bytes, size};
  return write_all(fd, &part, 1, 0, 0);
}
ssize_t writev(int fd, const struct iovec *parts, int count) { return write_all(fd, parts, count, 0, 0); }
#define PWRITE(name, type) \
  ssize_t name(int fd, const void *bytes, size_t size, type offset) { \
    struct iovec part = {(void *)bytes, size}; \
    return write_all(fd, &part, 1, offset, 1); \
  }
PWRITE(pwrite, off_t)
PWRITE(pwrite64, off64_t)
#define PWRITEV(name, type) \
  ssize_t name(int fd, const struct iovec *parts, int count, type offset) { \
    return write_all(fd, parts, count, offset, 1); \
  }
PWRITEV(pwritev, off_t)
PWRITEV(pwritev64, off64_t)

static int read_fails(int fd) {
  const char *path = control ? path_of(fd) : NULL;
  if (!path) return 0;
  pthread_mutex_lock(&lock);
  int result = fails(ON_READ, path);
  int error = errno;
  pthread_mutex_unlock(&lock);
  errno = error;
  return result;
}

ssize_t read(int fd, void *bytes, size_t size) {
  FIND(read);
  return read_fails(fd) ? -1 : REAL(read)(fd, bytes, size);
}
#define PREAD(name, type) \
  ssize_t name(int fd, void *bytes, size_t size, type offset) { \
    FIND(name); \
    return read_fails(fd) ? -1 : REAL(name)(fd, bytes, size, offset); \
  }
PREAD(pread, off_t)
PREAD(pread64, off64_t)

#define SYNC(name) \
  int name(int fd) { \
    FIND(name); \
    const char *path = path_of(fd); \
    if (!path) return REAL(name)(fd); \
    pthread_mutex_lock(&lock); \
    int result = fails(ON_SYNC, path) ? -1 : 0; \
    int error = errno; \
    if (result == 0) note(SYNCED, fd, 0, NULL, 0); \
    pthread_mutex_unlock(&lock); \
    errno = error; \
    return result; \
  }
/* The disk of the test keeps everything anyway, so nothing has to wait for it. */
SYNC(fsync)
SYNC(fdatasync)

#define TRUNCATE(name, type) \
  int name(int fd, type size) { \
    FIND(name); \
    pthread_mutex_lock(&lock); \
    int result = REAL(name)(fd, size); \
    int error = errno; \
    if (result == 0 && path_of(fd)) note(CUT, fd, size, NULL, 0); \
    pthread_mutex_unlock(&lock); \
    errno = error; \
    return result; \
  }
TRUNCATE(ftruncate, off_t)
TRUNCATE(ftruncate64, off64_t)

int unlink(const char *path) {
  FIND(unlink);
  pthread_mutex_lock(&lock);
  int result = REAL(unlink)(path);
  int error = errno;
  if (result == 0 && is_below(path)) note_text(REMOVED, -1, 0, path);
  pthread_mutex_unlock(&lock);
  errno = error;
  return result;
}

/* `stays`: whether the old name does. */
static void note_new_name(const char *from, const char *to, int stays) {
  struct iovec parts[2] = {{(void *)from, strlen(from) + 1}, {(void *)to, strlen(to)}};
  note(RENAMED, -1, stays, parts, 2);
}

int rename(const char *from, const char *to) {
  FIND(rename);
  pthread_mutex_lock(&lock);
  int result = REAL(rename)(from, to);
  int error = errno;
  if (result == 0 && is_below(to)) note_new_name(from, to, 0);
  pthread_mutex_unlock(&lock);
  errno = error;
  return result;
}

/* A name that is given to a file beside its old one: a new name whose bytes are those of the old. */
int link(const char *from, const char *to) {
  FIND(link);
  pthread_mutex_lock(&lock);
  int result = REAL(link)(from, to);
  int error = errno;
  if (result == 0 && is_below(to)) note_new_name(from, to, 1);
  pthread_mutex_unlock(&lock);
  errno = error;
  return result;
}

int mkdir(const char *path, mode_t mode) {
  FIND(mkdir);
  pthread_mutex_lock(&lock);
  int result = REAL(mkdir)(path, mode);
  int error = errno;
  if (result == 0 && is_below(path)) note_text(FOLDER_MADE, -1, 0, path);
  pthread_mutex_unlock(&lock);
  errno = error;
  return result;
}
