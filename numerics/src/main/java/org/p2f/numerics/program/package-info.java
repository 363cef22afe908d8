/**
 * Graphs of tensor operations written in Java and run by libtorch in one native call each.
 *
 * <p>A {@link org.p2f.numerics.program.ProgramBuilder} collects methods; each method is a {@link
 * org.p2f.numerics.program.Graph} of {@link org.p2f.numerics.program.Value}s. {@link
 * org.p2f.numerics.program.Program} is the compiled whole. Tensors that live between calls
 * (weights, moments, running statistics) are {@link org.p2f.numerics.program.TensorSet}s, declared
 * by {@link org.p2f.numerics.program.Declarations} while the graph is built.
 */
@NullMarked
package org.p2f.numerics.program;

import org.jspecify.annotations.NullMarked;
