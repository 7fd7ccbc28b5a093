package dev.stepcache.cli.runner;

import java.math.BigDecimal;
import java.util.List;
import java.util.random.RandomGenerator;

/** The values that a hyperparameter may have; each is a text, as hyperparameters are. */
sealed interface ParameterRange {
  String name();

  /** One of the values at random. */
  String drawn(RandomGenerator random);

  /** Some values, each as likely as another. */
  record Categories(String name, List<String> values) implements ParameterRange {
    public Categories {
      values = List.copyOf(values);
    }

    @Override
    public String drawn(RandomGenerator random) {
      return values.get(random.nextInt(values.size()));
    }
  }

  /** The numbers from one to another, as likely as the scale has them; whole ones or all. */
  record Numbers(String name, double least, double greatest, boolean whole, Scale scale)
      implements ParameterRange {

    @Override
    public String drawn(RandomGenerator random) {
      double low = scale.stretched(least);
      double high = scale.stretched(whole ? greatest + 1 : greatest);
      double drawn = scale.shrunk(low + (high - low) * random.nextDouble());
      double within = Math.clamp(whole ? Math.floor(drawn) : drawn, least, greatest);
      BigDecimal number = BigDecimal.valueOf(within);
      return whole ? number.toBigInteger().toString() : number.toPlainString();
    }
  }

  /** Where values lie close: on the scale stretched they are all as likely. */
  enum Scale {
    LINEAR {
      @Override
      double stretched(double value) {
        return value;
      }

      @Override
      double shrunk(double value) {
        return value;
      }
    },
    LOGARITHMIC {
      @Override
      double stretched(double value) {
        return Math.log(value);
      }

      @Override
      double shrunk(double value) {
        return Math.exp(value);
      }
    },
    REVERSE_LOGARITHMIC {
      @Override
      double stretched(double value) {
        return -Math.log1p(-value);
      }

      @Override
      double shrunk(double value) {
        return -Math.expm1(-value);
      }
    };

    abstract double stretched(double value);

    abstract double shrunk(double value);
  }
}
