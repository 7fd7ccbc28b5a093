package dev.stepcache.cli.sagemaker;

import dev.stepcache.application.port.StepRunner.Job;
import dev.stepcache.domain.attribute.AttributeValue.ObjectValue;

/** Names of work as the services take them: letters, digits and hyphens, and not too many. */
final class JobName {
  /** The part at the end of a job's name that no other has. */
  private static final int UNIQUE = 10;

  private JobName() {}

  /**
   * The name of a job's work: what the request asks for, else the job's own, ending as no other.
   *
   * @param member what the request calls it
   */
  static String of(Job job, ObjectValue request, String member, int most) {
    String own = job.name();
    int end = Math.max(0, own.length() - UNIQUE);
    String base =
        request
            .textMember(member)
            .filter(given -> !given.isEmpty())
            .orElseGet(() -> own.substring(0, end));
    return shortened(base, own.substring(end), most);
  }

  /** A name whose end stays as it is. */
  static String shortened(String base, String end, int most) {
    String plain = base.replaceAll("[^A-Za-z0-9]", "-").replaceFirst("^-+", "");
    int room = Math.min(most - end.length() - 1, plain.length());
    return plain.substring(0, room).replaceFirst("-+$", "") + "-" + end;
  }
}
