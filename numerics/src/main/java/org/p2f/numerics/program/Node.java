package org.p2f.numerics.program;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One operation of a graph.
 *
 * @param operator libtorch operator as TorchScript spells it, such as {@code torch.conv2d}
 * @param operands positional arguments in schema order
 * @param named keyword arguments, in the order they are written
 * @param result what it yields; null for operations done for their effect alone
 */
record Node(
    String operator, List<Operand> operands, Map<String, Operand> named, @Nullable Value result)
    implements Statement {}
