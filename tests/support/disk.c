/* A disk that forgets, refuses or stops: preloaded into a server, it stands before the files under one folder.
 *
 * BATON_DISK_FOLDER   files under it are watched, others are left alone
 * BATON_DISK_JOURNAL  a file that gets an entry for each change and each sync, in order (see disk.rs)
 * BATON_DISK_FORGET   set: syncs are answered and not written down, as by a disk that lies
 * BATON_DISK_FAULT    while this file is there, writes and syncs fail with the error number it holds
 * BATON_DISK_READS    while this file is there, reads fail with the error number it holds; with -1 they come back altered
 * BATON_DISK_STOP     the process is killed before its change or sync of this number
 * BATON_DISK_CLOCK    while this file is there, the time of day is off by the seconds it holds
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#define REAL(type, name, ...)                                        \
    static type (*real)(__VA_ARGS__);                                \
    if (!real) real = (type(*)(__VA_ARGS__))dlsym(RTLD_NEXT, #name)

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static const char *folder, *fault_file, *reads_file, *clock_file;
static size_t folder_length;
static int journal = -1, forget;
static long stop_at = -1, count;

__attribute__((constructor)) static void start(void) {
    folder = getenv("BATON_DISK_FOLDER");
    folder_length = folder ? strlen(folder) : 0;
    fault_file = getenv("BATON_DISK_FAULT");
    reads_file = getenv("BATON_DISK_READS");
    clock_file = getenv("BATON_DISK_CLOCK");
    forget = getenv("BATON_DISK_FORGET") != NULL;
    if (getenv("BATON_DISK_STOP")) stop_at = atol(getenv("BATON_DISK_STOP"));
    if (getenv("BATON_DISK_JOURNAL"))
        journal = syscall(SYS_openat, AT_FDCWD, getenv("BATON_DISK_JOURNAL"), O_CREAT | O_WRONLY | O_APPEND | O_CLOEXEC, 0600);
}

/* The path below the folder ("." for itself), or NULL. */
static const char *watched(const char *path) {
    if (!folder || strncmp(path, folder, folder_length)) return NULL;
    if (path[folder_length] == 0) return ".";
    return path[folder_length] == '/' ? path + folder_length + 1 : NULL;
}

static const char *path_of(int fd, char *path) {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, PATH_MAX - 1);
    if (length < 0) return NULL;
    path[length] = 0;
    return watched(path);
}

static const char *absolute(int at, const char *name, char *path) {
    if (name[0] == '/') return watched(strcpy(path, name));
    char above[PATH_MAX];
    if (at == AT_FDCWD) {
        if (!getcwd(above, sizeof above)) return NULL;
    } else {
        char link[64];
        snprintf(link, sizeof link, "/proc/self/fd/%d", at);
        ssize_t length = readlink(link, above, PATH_MAX - 1);
        if (length < 0) return NULL;
        above[length] = 0;
    }
    if (strlen(above) + strlen(name) + 2 > PATH_MAX) return NULL;
    strcpy(path, above);
    strcat(strcat(path, "/"), name);
    return watched(path);
}

static long number_in(const char *file, long otherwise) {
    if (!file) return otherwise;
    int fd = syscall(SYS_openat, AT_FDCWD, file, O_RDONLY | O_CLOEXEC, 0);
    if (fd < 0) return otherwise;
    char text[32] = {0};
    ssize_t length = syscall(SYS_read, fd, text, sizeof text - 1);
    syscall(SYS_close, fd);
    return length > 0 ? atol(text) : otherwise;
}

/* Counts a change or sync, and kills the process where it is told to. Called with the lock. */
static void step(void) {
    if (++count == stop_at) {
        kill(getpid(), SIGKILL);
        pause();
    }
}

static int refused(void) {
    long error = number_in(fault_file, 0);
    if (error) errno = (int)error;
    return error != 0;
}

/* One entry: a letter, the path, a number, and bytes: "W 4:name 4096 10\n" and then the bytes. Called with the lock. */
static void note(char kind, const char *path, uint64_t number, const void *bytes, size_t length) {
    if (journal < 0) return;
    char head[PATH_MAX + 64];
    int size = snprintf(head, sizeof head, "%c %zu:%s %llu %zu\n", kind, strlen(path), path, (unsigned long long)number, length);
    struct iovec parts[2] = {{head, (size_t)size}, {(void *)bytes, length}};
    size_t total = (size_t)size + length;
    if (syscall(SYS_writev, journal, parts, 2) != (ssize_t)total) {
        static const char said[] = "disk.c: the journal could not be written\n";
        syscall(SYS_write, 2, said, sizeof said - 1);
        _exit(99);
    }
}

static ssize_t written(int fd, const void *bytes, size_t length, off_t offset, ssize_t (*write_it)(int, const void *, size_t, off_t)) {
    char buffer[PATH_MAX];
    int before = errno;
    const char *path = path_of(fd, buffer);
    errno = before;
    if (!path) return write_it(fd, bytes, length, offset);
    pthread_mutex_lock(&lock);
    step();
    ssize_t done = -1;
    if (!refused()) {
        off_t at = offset < 0 ? lseek(fd, 0, SEEK_CUR) : offset;
        done = write_it(fd, bytes, length, offset);
        if (done > 0) note('W', path, (uint64_t)at, bytes, (size_t)done);
    }
    int error = errno;
    pthread_mutex_unlock(&lock);
    errno = error;
    return done;
}

static ssize_t plain_write(int fd, const void *bytes, size_t length, off_t offset) {
    (void)offset;
    return syscall(SYS_write, fd, bytes, length);
}

static ssize_t plain_pwrite(int fd, const void *bytes, size_t length, off_t offset) {
    return syscall(SYS_pwrite64, fd, bytes, length, offset);
}

ssize_t write(int fd, const void *bytes, size_t length) { return written(fd, bytes, length, -1, plain_write); }
ssize_t pwrite(int fd, const void *bytes, size_t length, off_t offset) { return written(fd, bytes, length, offset, plain_pwrite); }
ssize_t pwrite64(int fd, const void *bytes, size_t length, off64_t offset) { return written(fd, bytes, length, offset, plain_pwrite); }

/* A bit in every 64 bytes is the other way round. */
static void alter(char *bytes, ssize_t length) {
    for (ssize_t i = 0; i < length; i += 64) bytes[i] ^= 1;
}

ssize_t pread(int fd, void *bytes, size_t length, off_t offset) {
    char buffer[PATH_MAX];
    long fault = reads_file && path_of(fd, buffer) ? number_in(reads_file, 0) : 0;
    if (fault > 0) {
        errno = (int)fault;
        return -1;
    }
    ssize_t done = syscall(SYS_pread64, fd, bytes, length, offset);
    if (fault < 0) alter(bytes, done);
    return done;
}

ssize_t pread64(int fd, void *bytes, size_t length, off64_t offset) { return pread(fd, bytes, length, offset); }

/* Writes of several parts to watched files are written one part after the other. */
ssize_t writev(int fd, const struct iovec *parts, int n) {
    char buffer[PATH_MAX];
    if (!path_of(fd, buffer)) return syscall(SYS_writev, fd, parts, n);
    ssize_t total = 0;
    for (int i = 0; i < n; i++) {
        ssize_t done = write(fd, parts[i].iov_base, parts[i].iov_len);
        if (done < 0) return total ? total : -1;
        total += done;
        if ((size_t)done < parts[i].iov_len) break;
    }
    return total;
}

static int synced(int fd, long number) {
    char buffer[PATH_MAX];
    const char *path = path_of(fd, buffer);
    if (!path) return (int)syscall(number, fd);
    pthread_mutex_lock(&lock);
    step();
    /* What a sync makes durable was written before it began. */
    uint64_t length = 0;
    struct stat about;
    if (fstat(fd, &about) == 0) length = (uint64_t)about.st_size;
    int done = refused() ? -1 : 0;
    if (done == 0 && !forget) note('S', path, length, "", 0);
    int error = errno;
    pthread_mutex_unlock(&lock);
    errno = error;
    return done;
}

int fsync(int fd) { return synced(fd, SYS_fsync); }
int fdatasync(int fd) { return synced(fd, SYS_fdatasync); }

/* Promises nothing, and says so: no entry. */
int sync_file_range(int fd, off64_t offset, off64_t length, unsigned int flags) {
    char buffer[PATH_MAX];
    if (!path_of(fd, buffer)) return (int)syscall(SYS_sync_file_range, fd, offset, length, flags);
    return refused() ? -1 : 0;
}

static int truncated(int fd, off64_t length) {
    char buffer[PATH_MAX];
    const char *path = path_of(fd, buffer);
    if (!path) return (int)syscall(SYS_ftruncate, fd, length);
    pthread_mutex_lock(&lock);
    step();
    int done = refused() ? -1 : (int)syscall(SYS_ftruncate, fd, length);
    if (done == 0) note('T', path, (uint64_t)length, "", 0);
    int error = errno;
    pthread_mutex_unlock(&lock);
    errno = error;
    return done;
}

int ftruncate(int fd, off_t length) { return truncated(fd, length); }
int ftruncate64(int fd, off64_t length) { return truncated(fd, length); }

static int opened(int at, const char *name, int flags, mode_t mode) {
    char buffer[PATH_MAX];
    const char *path = (flags & (O_CREAT | O_TRUNC)) && (flags & O_ACCMODE) != O_RDONLY ? absolute(at, name, buffer) : NULL;
    if (!path) return (int)syscall(SYS_openat, at, name, flags, mode);
    pthread_mutex_lock(&lock);
    struct stat about;
    int there = fstatat(at, name, &about, 0) == 0;
    int changes = there ? (flags & O_TRUNC) && about.st_size > 0 : (flags & O_CREAT) != 0;
    if (changes) step();
    int fd = changes && refused() ? -1 : (int)syscall(SYS_openat, at, name, flags, mode);
    if (fd >= 0 && !there) note('C', path, 0, "", 0);
    if (fd >= 0 && there && changes) note('T', path, 0, "", 0);
    int error = errno;
    pthread_mutex_unlock(&lock);
    errno = error;
    return fd;
}

#define OPEN(name, ...)                                  \
    {                                                    \
        mode_t mode = 0;                                 \
        if (flags & (O_CREAT | O_TMPFILE)) {             \
            va_list rest;                                \
            va_start(rest, flags);                       \
            mode = va_arg(rest, mode_t);                 \
            va_end(rest);                                \
        }                                                \
        return opened(__VA_ARGS__, flags, mode);         \
    }

int open(const char *name, int flags, ...) OPEN(open, AT_FDCWD, name)
int open64(const char *name, int flags, ...) OPEN(open64, AT_FDCWD, name)
int openat(int at, const char *name, int flags, ...) OPEN(openat, at, name)
int openat64(int at, const char *name, int flags, ...) OPEN(openat64, at, name)

/* A change of names: from and to, where it has both. */
static int renamed(char kind, int at, const char *from, int to_at, const char *to, long (*change)(int, const char *, int, const char *)) {
    char one[PATH_MAX], two[PATH_MAX];
    const char *path = absolute(at, from, one), *target = to ? absolute(to_at, to, two) : NULL;
    if (!path) return (int)change(at, from, to_at, to);
    pthread_mutex_lock(&lock);
    step();
    int done = refused() ? -1 : (int)change(at, from, to_at, to);
    if (done == 0) note(kind, path, 0, target ? target : "", target ? strlen(target) : 0);
    int error = errno;
    pthread_mutex_unlock(&lock);
    errno = error;
    return done;
}

static long do_rename(int at, const char *from, int to_at, const char *to) { return syscall(SYS_renameat2, at, from, to_at, to, 0); }
static long do_unlink(int at, const char *from, int unused, const char *none) { (void)unused; (void)none; return syscall(SYS_unlinkat, at, from, 0); }
static long do_rmdir(int at, const char *from, int unused, const char *none) { (void)unused; (void)none; return syscall(SYS_unlinkat, at, from, AT_REMOVEDIR); }
static mode_t new_mode;
static long do_mkdir(int at, const char *from, int unused, const char *none) { (void)unused; (void)none; return syscall(SYS_mkdirat, at, from, new_mode); }

int rename(const char *from, const char *to) { return renamed('R', AT_FDCWD, from, AT_FDCWD, to, do_rename); }
int unlink(const char *name) { return renamed('U', AT_FDCWD, name, 0, NULL, do_unlink); }
int rmdir(const char *name) { return renamed('U', AT_FDCWD, name, 0, NULL, do_rmdir); }
int unlinkat(int at, const char *name, int flags) { return renamed('U', at, name, 0, NULL, flags & AT_REMOVEDIR ? do_rmdir : do_unlink); }
int mkdir(const char *name, mode_t mode) {
    new_mode = mode;
    return renamed('M', AT_FDCWD, name, 0, NULL, do_mkdir);
}

int clock_gettime(clockid_t which, struct timespec *now) {
    int done = (int)syscall(SYS_clock_gettime, which, now);
    if (done == 0 && which == CLOCK_REALTIME && clock_file) now->tv_sec += number_in(clock_file, 0);
    return done;
}
