import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes the FFmpeg that the build unpacked start on a bare machine.
 *
 * <p>Its libavdevice asks for sound and screen libraries that a server does not have and that
 * streaming never calls. So {@code DIR/lib/absent/} gets an empty shared object for each of them
 * (an ELF file with the library's name and the symbol versions libavdevice asks for, and nothing
 * else), and {@code DIR/ffmpeg} and {@code DIR/ffprobe} are start scripts that put that folder on
 * the library path and become the real program.
 */
final class BundledFfmpeg {

  /** A library that may be absent, and the symbol versions that libavdevice 62 wants of it. */
  record Library(String name, List<String> versions) {}

  private static final List<Library> ABSENT =
      List.of(
          new Library("libxcb.so.1", List.of()),
          new Library("libxcb-shm.so.0", List.of()),
          new Library("libasound.so.2", List.of("ALSA_0.9", "ALSA_0.9.0rc4")),
          new Library("libpulse.so.0", List.of("PULSE_0")));

  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    Path absent = Files.createDirectories(folder.resolve("lib/absent"));
    for (Library library : ABSENT) {
      Files.write(absent.resolve(library.name()), emptyLibrary(library));
    }
    for (String program : List.of("ffmpeg", "ffprobe")) {
      executable(folder.resolve("lib").resolve(program));
      Path script = folder.resolve(program);
      Files.writeString(
          script,
          """
          #!/bin/sh
          # Becomes the program beside it in lib/, with empty stand-ins for the sound and screen libraries it names.
          here=${0%%/*}
          LD_LIBRARY_PATH="$here/lib/absent${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
          export LD_LIBRARY_PATH
          exec "$here/lib/%s" "$@"
          """
              .formatted(program));
      executable(script);
    }
  }

  private static void executable(Path file) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /**
   * One page: ELF header, two program headers (LOAD, DYNAMIC), dynamic section, symbol and string
   * tables.
   */
  static byte[] emptyLibrary(Library library) {
    StringTable strings = new StringTable();
    int soname = strings.add(library.name());
    List<Integer> versions = new ArrayList<>();
    library.versions().forEach(v -> versions.add(strings.add(v)));
    int definitions = versions.isEmpty() ? 0 : versions.size() + 1;

    int headerSize = 64;
    int programHeaders = headerSize;
    int dynamic = programHeaders + 3 * 56;
    int dynamicEntries = 6 + (definitions == 0 ? 0 : 3) + 1;
    int symbols = dynamic + dynamicEntries * 16;
    int hash = symbols + 24;
    int versym = hash + 16;
    int verdef = versym + 8;
    int text = verdef + definitions * 28;
    int size = text + strings.bytes().length;

    ByteBuffer out = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    out.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0});
    out.putShort((short) 3); // a shared object
    out.putShort((short) (System.getProperty("os.arch").equals("aarch64") ? 183 : 62));
    out.putInt(1).putLong(0).putLong(programHeaders).putLong(0).putInt(0);
    out.putShort((short) headerSize).putShort((short) 56).putShort((short) 3);
    out.putShort((short) 64).putShort((short) 0).putShort((short) 0);

    programHeader(
        out, 1, 6, 0, size,
        0x10000); // LOAD, read and write: the loader relocates the dynamic section
    programHeader(out, 2, 6, dynamic, dynamicEntries * 16, 8); // DYNAMIC
    programHeader(out, 0x6474e551, 6, 0, 0, 16); // GNU_STACK: not executable

    entry(out, 14, soname); // SONAME
    entry(out, 4, hash); // HASH
    entry(out, 5, text); // STRTAB
    entry(out, 10, strings.bytes().length); // STRSZ
    entry(out, 6, symbols); // SYMTAB
    entry(out, 11, 24); // SYMENT
    if (definitions > 0) {
      entry(out, 0x6ffffff0L, versym); // VERSYM
      entry(out, 0x6ffffffcL, verdef); // VERDEF
      entry(out, 0x6ffffffdL, definitions); // VERDEFNUM
    }
    entry(out, 0, 0);

    out.put(new byte[24]); // the one null symbol
    out.putInt(1).putInt(1).putInt(0).putInt(0); // a hash table of one empty bucket
    out.putLong(0); // the null symbol's version
    for (int i = 0; i < definitions; i++) {
      int name = i == 0 ? soname : versions.get(i - 1);
      boolean base = i == 0;
      boolean last = i == definitions - 1;
      out.putShort((short) 1)
          .putShort((short) (base ? 1 : 0))
          .putShort((short) (i + 1))
          .putShort((short) 1);
      out.putInt(elfHash(base ? library.name() : library.versions().get(i - 1)));
      out.putInt(20).putInt(last ? 0 : 28);
      out.putInt(name).putInt(0);
    }
    out.put(strings.bytes());
    return out.array();
  }

  private static void programHeader(
      ByteBuffer out, int type, int flags, long offset, long size, long align) {
    out.putInt(type)
        .putInt(flags)
        .putLong(offset)
        .putLong(offset)
        .putLong(offset)
        .putLong(size)
        .putLong(size)
        .putLong(align);
  }

  private static void entry(ByteBuffer out, long tag, long value) {
    out.putLong(tag).putLong(value);
  }

  /** The hash of the System V ABI, by which the loader compares version names. */
  private static int elfHash(String name) {
    int h = 0;
    for (byte b : name.getBytes(StandardCharsets.US_ASCII)) {
      h = (h << 4) + b;
      int g = h & 0xf0000000;
      if (g != 0) {
        h ^= g >>> 24;
      }
      h &= ~g;
    }
    return h;
  }

  /** ELF string table: starts with an empty string, each string ends in a zero byte. */
  static final class StringTable {
    private final StringBuilder text = new StringBuilder("\0");

    int add(String s) {
      int at = text.length();
      text.append(s).append('\0');
      return at;
    }

    byte[] bytes() {
      return text.toString().getBytes(StandardCharsets.US_ASCII);
    }
  }
}
