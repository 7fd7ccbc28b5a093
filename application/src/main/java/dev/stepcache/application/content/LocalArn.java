package dev.stepcache.application.content;

/** The names that a service of AWS would give, of things that were made here. */
public final class LocalArn {
  public static final String PREFIX = "arn:aws:sagemaker:local:000000000000:";

  private LocalArn() {}

  /**
   * The name of a thing.
   *
   * @param resource what kind of thing it is, such as {@code training-job}
   */
  public static String of(String resource, String name) {
    return PREFIX + resource + "/" + name;
  }
}
