using BenchmarkDotNet.Running;
using VoiceAgent.Benchmarks.Vault;

switch (args)
{
    case ["vault", .. var options]:
        return VaultComparison.Run(options);
    case ["rewrap", .. var options]:
        return await RewrapRun.RunAsync(options);
    default:
        BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
        return 0;
}
