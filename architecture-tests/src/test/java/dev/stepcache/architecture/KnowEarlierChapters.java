package dev.stepcache.architecture;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.Optional;

/** Chapters are read in order: a class is of one of them, and knows none that comes later. */
final class KnowEarlierChapters extends ArchCondition<JavaClass> {
  private final String book;
  private final List<String> chapters;

  /** The book is the part of a package's name before the chapter, with its dots. */
  KnowEarlierChapters(String book, List<String> chapters) {
    super("know earlier chapters only, in the order " + String.join(", ", chapters));
    this.book = book;
    this.chapters = List.copyOf(chapters);
  }

  @Override
  public void check(JavaClass type, ConditionEvents events) {
    Optional<String> chapter = chapter(type);
    if (chapter.filter(name -> !chapters.contains(name)).isPresent()) {
      events.add(
          SimpleConditionEvent.violated(
              type,
              type.getName() + " is in a chapter that has no place in the order " + chapters));
    }
    for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
      if (place(dependency.getTargetClass()) > place(type)) {
        events.add(SimpleConditionEvent.violated(dependency, dependency.getDescription()));
      }
    }
  }

  /** What stands before the first chapter is known to all and knows none. */
  private int place(JavaClass type) {
    return chapter(type).map(chapters::indexOf).orElse(-1);
  }

  private Optional<String> chapter(JavaClass type) {
    String name = type.getPackageName() + ".";
    int start = name.indexOf(book);
    if (start < 0 || start + book.length() == name.length()) {
      return Optional.empty();
    }
    int chapter = start + book.length();
    return Optional.of(name.substring(chapter, name.indexOf('.', chapter)));
  }
}
