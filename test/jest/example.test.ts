// The example is a test itself.
import '../../examples/policy-matchers';
