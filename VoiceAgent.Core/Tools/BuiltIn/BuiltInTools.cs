namespace VoiceAgent.Core.Tools.BuiltIn;

/// <summary>The built-in tools that an agent has switched on.</summary>
public sealed class BuiltInTools(IEnumerable<IBuiltInTool> tools) : IToolSource
{
    /// <summary>All there are, in the order the editor shows them.</summary>
    public IReadOnlyList<IBuiltInTool> All { get; } = [.. tools];

    public ValueTask<IReadOnlyList<ITool>> OpenAsync(ToolScope scope, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        var opened = new List<ITool>();
        foreach (var tool in All)
        {
            if (scope.Toolset.SettingOf(tool.Name) is { IsOn: true } setting
                && tool.Open(scope, string.IsNullOrWhiteSpace(setting.Description) ? tool.DefaultDescription : setting.Description) is { } open)
            {
                opened.Add(open);
            }
        }

        return ValueTask.FromResult<IReadOnlyList<ITool>>(opened);
    }
}
