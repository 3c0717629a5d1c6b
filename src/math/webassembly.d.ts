/** @file The part of the WebAssembly interface that the kernels use: Node has it, @types/node does not declare it, and the DOM library would bring a browser's globals. */
declare namespace WebAssembly {
  type Imports = Readonly<Record<string, Readonly<Record<string, Memory | ((...values: number[]) => unknown)>>>>
  /** Whether these bytes are a module that this runtime can compile: false without SIMD. */
  function validate(bytes: ArrayBufferView<ArrayBuffer> | ArrayBuffer): boolean
  class Module {
    private readonly brand
    constructor(bytes: ArrayBufferView<ArrayBuffer> | ArrayBuffer)
  }
  class Instance {
    readonly exports: Readonly<Record<string, unknown>>
    constructor(module: Module, imports?: Imports)
  }
  class Memory {
    readonly buffer: ArrayBuffer
    /** `initial`, `maximum`: pages of 65,536 bytes. */
    constructor(descriptor: { readonly initial: number; readonly maximum?: number; readonly shared?: boolean })
    /** Adds pages and detaches the former `buffer`; returns the former size in pages. */
    grow(pages: number): number
  }
}
