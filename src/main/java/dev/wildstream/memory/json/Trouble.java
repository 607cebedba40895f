package dev.wildstream.memory.json;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;

/** What a disk said, in words that name the path. */
final class Trouble {

  private Trouble() {}

  static String of(Path wanted, IOException e) {
    Path path =
        e instanceof FileSystemException f && f.getFile() != null ? Path.of(f.getFile()) : wanted;
    String why =
        switch (e) {
          case AccessDeniedException a -> "permission denied";
          case NoSuchFileException n -> "no such file or folder";
          case NotDirectoryException n -> "not a folder";
          case FileAlreadyExistsException f -> "there is a file of that name";
          case FileSystemException f when f.getReason() != null -> f.getReason();
          default -> e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        };
    return path + ": " + why.strip();
  }
}
