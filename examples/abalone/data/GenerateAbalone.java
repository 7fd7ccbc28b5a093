import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Invented abalones in the format of UCI's abalone.data: Sex, Length, Diameter, Height, Whole
 * weight, Shucked weight, Viscera weight, Shell weight, Rings. The same seed gives the same bytes.
 *
 * <p>{@code java GenerateAbalone.java [FILE [ROWS [SEED]]]}
 */
public final class GenerateAbalone {
  private static final int ROWS = 4177; // as many as UCI's file has
  private static final long SEED = 20201201;

  public static void main(String[] args) throws IOException {
    Path file = Path.of(args.length > 0 ? args[0] : "abalone.csv");
    int rows = args.length > 1 ? Integer.parseInt(args[1]) : ROWS;
    Random random = new Random(args.length > 2 ? Long.parseLong(args[2]) : SEED);
    String lines =
        IntStream.range(0, rows)
            .mapToObj(row -> Abalone.grown(random).line() + "\n")
            .collect(Collectors.joining());
    Files.writeString(file, lines);
    System.out.println(rows + " abalones written to " + file);
  }

  /** Measures as UCI has them: millimetres and grams, divided by 200. */
  private record Abalone(
      char sex,
      double length,
      double diameter,
      double height,
      double whole,
      double shucked,
      double viscera,
      double shell,
      int rings) {

    /**
     * Age comes first, size follows from age, weight from size, and the shell thickens with age.
     */
    static Abalone grown(Random random) {
      double age = clamp(StrictMath.exp(2.246 + 0.316 * random.nextGaussian()), 1, 29);
      double grown = 1 - StrictMath.exp(-0.2 * age);
      double length = clamp(0.605 * grown * spread(random, 0.16), 0.075, 0.815);
      double diameter = length * 0.795 * spread(random, 0.025);
      double height = length * 0.266 * spread(random, 0.09);
      double whole = 4.8 * StrictMath.pow(length, 2.95) * spread(random, 0.09);
      // What a whole one is made of; the last part is lost when it is cut open.
      double flesh = (0.5 - 0.007 * age) * spread(random, 0.12);
      double gut = 0.218 * spread(random, 0.13);
      double shell = (0.2 + 0.009 * age) * spread(random, 0.12);
      double parts = flesh + gut + shell + 0.06 * spread(random, 0.3);
      return new Abalone(
          sex(age, length, random),
          length,
          diameter,
          height,
          whole,
          whole * flesh / parts,
          whole * gut / parts,
          whole * shell / parts,
          (int) StrictMath.round(age));
    }

    /** Small ones are infants, mostly; the others are male a little more often than female. */
    private static char sex(double age, double length, Random random) {
      double infant = 1 / (1 + StrictMath.exp(14 * (length - 0.46) + 0.25 * (age - 9)));
      if (random.nextDouble() < infant) {
        return 'I';
      }
      return random.nextDouble() < 0.54 ? 'M' : 'F';
    }

    String line() {
      return String.join(
          ",",
          String.valueOf(sex),
          steps(length, 50),
          steps(diameter, 50),
          steps(height, 50),
          steps(whole, 5),
          steps(shucked, 5),
          steps(viscera, 5),
          steps(shell, 5),
          String.valueOf(rings));
    }

    /** Whole steps of so many ten-thousandths, as read off a ruler or a scale; at least one. */
    private static String steps(double value, int step) {
      long steps = Math.max(1, StrictMath.round(value * 10_000 / step));
      return BigDecimal.valueOf(steps * step, 4).stripTrailingZeros().toPlainString();
    }

    private static double spread(Random random, double deviation) {
      return StrictMath.exp(deviation * random.nextGaussian());
    }

    private static double clamp(double value, double least, double most) {
      return Math.max(least, Math.min(most, value));
    }
  }
}
