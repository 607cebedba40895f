package dev.wildstream.mutants;

import java.util.List;

/** Bugs in what outlives the hub. */
final class Stores {

  static final List<Mutant> MUTANTS =
      List.of(
          new Mutant(
              "a stepped wall clock moves what is remembered",
              "memory/json/StreamRecords.java",
              "RuntimeCopyTest",
              "if (uptime.isPresent()) {\n      Duration passed",
              "if (false) {\n      Duration passed"),
          new Mutant(
              "a clock that was never set makes a record half a century old",
              "memory/json/StreamRecords.java",
              "RuntimeCopyTest",
              "savedAt.isAfter(wall) || savedAt.isBefore(CLOCK_UNSET) != wall.isBefore(CLOCK_UNSET)",
              "savedAt.isAfter(wall)"),
          new Mutant(
              "a clock set back makes a retry wait for a year",
              "memory/json/StreamRecords.java",
              "JsonStoreTest",
              "savedAt.isAfter(wall) ||",
              "false ||"),
          new Mutant(
              "the older of two records wins",
              "memory/json/StreamRecords.java",
              "RuntimeCopyTest",
              ">= 0 ? other : one",
              ">= 0 ? one : other"),
          new Mutant(
              "two records of one moment are taken for equally new",
              "memory/json/HandoverClock.java",
              "RuntimeCopyTest",
              "now.compareTo(last) > 0 ? now : last.plusNanos(1)",
              "now"),
          new Mutant(
              "a record of another stream is taken",
              "memory/json/StreamRecords.java",
              "JsonStoreTest",
              "!record.path(\"stream\").asString(\"\").equals(stream.text())",
              "false"),
          new Mutant(
              "the copy of another boot is believed",
              "memory/json/RuntimeCopy.java",
              "RuntimeCopyTest",
              ".filter(saved -> saved.kept().isPresent())",
              ""),
          new Mutant(
              "a removed stream comes back from its copy",
              "memory/json/RuntimeCopy.java",
              "RuntimeCopyTest",
              "disk.delete(file(stream));",
              "disk.delete(folder.resolve(\"nothing\"));"),
          new Mutant(
              "no copy is kept",
              "memory/json/JsonStore.java",
              "RuntimeCopyTest",
              "copy.keep(changed, kept);",
              ""),
          new Mutant(
              "the copy is removed although the disk took nothing",
              "memory/json/JsonStore.java",
              "RuntimeCopyTest",
              "thread.join(LAST_WORDS) && writer.trouble().isEmpty()",
              "thread.join(LAST_WORDS)"),
          new Mutant(
              "a record is renamed before it is on disk",
              "memory/json/StoreWriter.java",
              "StoreDiskTest",
              "if (change.durability() == Durability.SYNCED) {",
              "if (false) {"),
          new Mutant(
              "a rename is not on disk when a step is taken",
              "memory/json/StoreWriter.java",
              "StoreDiskTest",
              "disk.syncFolder(streams);",
              "disk.syncFolder(streams.getParent());"),
          new Mutant(
              "what could not be written overtakes what is newer",
              "memory/json/Outbox.java",
              "StoreDiskTest",
              "(newer, same) -> newer.over(older)",
              "(newer, same) -> older.over(newer)"),
          new Mutant(
              "a damaged record is deleted",
              "memory/json/DamagedFiles.java",
              "JsonStoreTest",
              "return Files.move(file, aside);",
              "Files.delete(file); return aside;"),
          new Mutant(
              "a damaged record replaces the one set aside before",
              "memory/json/DamagedFiles.java",
              "JsonStoreTest",
              "for (int i = 2; Files.exists(aside); i++)",
              "for (int i = 2; i < 2; i++)"),
          new Mutant(
              "every hub has a salt of its own",
              "memory/json/Salt.java",
              "RuntimeCopyTest",
              "Files.isRegularFile(file) && Files.size(file) == BYTES",
              "false"),
          new Mutant(
              "a last good file that was changed is taken",
              "memory/json/LastGood.java",
              "LastGoodTest",
              "!digest(content).equals(file.path(\"sha256\").asString(\"\"))",
              "false"));

  private Stores() {}
}
